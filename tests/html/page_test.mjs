// page_test.mjs PAGES CHROMIUM [NAME]: opens the pages that make_pages wrote as a reader would.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {chromium} from 'playwright-core';

const [folder, executablePath, only] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
const address = (name, fragment = '') => 'file://' + path.resolve(folder, name + '.html') + fragment;

// Opens a page and records all that must not happen.
async function open(name, {fragment = '', ...options} = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const trouble = [];
  const requests = [];
  page.on('console', (message) => { if (message.type() !== 'log') trouble.push(message.text()); });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('dialog', (dialog) => { trouble.push('dialog ' + dialog.message()); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith('blob:')) requests.push(request.url()); });
  await page.goto(address(name, fragment));
  return {page, trouble, requests, done: async () => {
    assert.deepEqual(trouble, []);
    assert.deepEqual(requests.filter((url) => !url.startsWith(address(name))), []);
    await context.close();
  }};
}
const rows = (page) => page.locator('#matrix-table tbody tr');
const names = (page) => page.locator('#matrix-table tbody th a').allTextContents();
const cards = (page) => page.locator('.card[data-rule]:visible h3').allTextContents();
// Of the document itself: what the browser tells of it may come later than what the script did.
const hash = (page) => page.evaluate(() => decodeURI(location.hash));
const inString = (text) => text.replace(/["\\]/g, '\\$&');
const chip = (page, group, value) => page.locator(`.chip[data-group="${group}"][data-value="${value}"]`);

const tests = {
  async 'the verdict of each policy comes first'() {
    const {page, done} = await open('plain');
    assert.deepEqual(await page.locator('.policy .big .verdict').allTextContents(), ['fail', 'fail']);
    assert.match(await page.locator('.policy').nth(1).textContent(), /not met by 2 of 5 endpoints/);
    assert.match(await page.locator('#verdicts > .facts').textContent(), /Not reached1/);
    assert.equal(await page.locator('h1').count(), 1);
    assert.equal((await names(page))[0], 'old.example.com:443');
    await done();
  },

  async 'chips narrow down matrix and cards, and the fragment remembers'() {
    const {page, done} = await open('plain');
    await chip(page, 'severity', 'critical').click();
    assert.deepEqual(await names(page), ['old.example.com:443']);
    assert.deepEqual(await cards(page), ['Key size']);
    assert.equal(await chip(page, 'severity', 'critical').getAttribute('aria-pressed'), 'true');
    const shared = await hash(page);
    assert.equal(shared, '#severity=critical');
    const other = await open('plain', {fragment: shared});
    assert.deepEqual(await names(other.page), ['old.example.com:443']);
    await other.done();
    await page.locator('#clear').click();
    assert.equal(await rows(page).count(), 5);
    assert.equal(await hash(page), '');
    await chip(page, 'status', 'waived').click();
    assert.deepEqual(await cards(page), ['Validity']);
    await chip(page, 'status', 'waived').click();
    await chip(page, 'status', 'untested').click();
    assert.ok((await names(page)).includes('gone.example.com:443'));
    await page.locator('#clear').click();
    await chip(page, 'label', 'owner=web').click();
    assert.deepEqual(await names(page), ['www.example.com:443']);
    await page.locator('#clear').click();
    await chip(page, 'policy', 'example-pki').click();
    assert.deepEqual(new Set(await cards(page)), new Set(['Key size', 'Validity', 'Expiry']));
    await done();
  },

  async 'search finds suites, names and rules'() {
    const {page, done} = await open('plain');
    for (const [words, expected] of [['rc4', ['old.example.com:443']], ['X25519MLKEM768', ['192.0.2.40:8443', 'www.example.com:443']],
      ['shop', ['certs/shop.pem']], ['nothing-like-it', []], ['old suites', ['old.example.com:443']]]) {
      await page.locator('#q').fill(words);
      await page.waitForFunction((n) => document.querySelectorAll('#matrix-table tbody tr').length === n, expected.length);
      assert.deepEqual((await names(page)).sort(), expected, words);
    }
    await done();
  },

  async 'a rule is found by its name among what is asked for'() {
    const {page, done} = await open('plain', {fragment: '#status=untested&q=protocol'});
    assert.ok((await names(page)).includes('gone.example.com:443'));
    assert.deepEqual(await cards(page), ['Protocol versions']);
    await page.locator('#q').fill('protocol nothing-like-it');
    await page.waitForFunction(() => document.querySelectorAll('#matrix-table tbody tr').length === 0);
    await done();
  },

  async 'labels filter, whatever they are made of'() {
    const {page, done} = await open('hostile');
    const labels = page.locator('.chip[data-group="label"]');
    assert.ok(await labels.count() > 0);
    for (let i = 0; i < await labels.count(); ++i) {
      await labels.nth(i).click();
      assert.ok(await rows(page).count() > 0, await labels.nth(i).textContent());
      await labels.nth(i).click();
    }
    await done();
  },

  async 'what was expected and an endpoint stand once, however many suites there are'() {
    const {page, done} = await open('plain');
    const card = page.locator('[id="r-example-tls:PROTO"]');
    assert.equal(await card.locator('.expected').textContent(), 'Expected only TLSv1.2, TLSv1.3');
    assert.deepEqual(await card.locator('thead th').allTextContents(), ['Endpoint', 'Observed', 'Evidence', 'Standing']);
    assert.equal(await card.locator('.where tbody').count(), await card.locator('.where tbody th').count());
    await done();
  },

  async 'a card that the script writes is the one of the program'() {
    const {page, done} = await open('plain');
    const written = () => page.locator('.card[data-rule] .where').evaluateAll((all) =>
      all.map((where) => where.innerHTML.replace(/aria-label="[^"]*"/, '')));
    const before = await written();
    assert.ok(before.some((html) => /rowspan="[2-9]"/.test(html)));
    await chip(page, 'severity', 'critical').click();
    await page.locator('#clear').click();
    assert.deepEqual(await written(), before);
    await done();
  },

  async 'paper is wide enough'() {
    for (const name of ['plain', 'hostile']) {
      const {page, done} = await open(name, {viewport: {width: 718, height: 1000}});
      await page.emulateMedia({media: 'print'});
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
      await done();
    }
  },

  async 'counts of a policy narrow down'() {
    const {page, done} = await open('plain');
    await page.locator('[data-filter-severity="critical"][data-filter-policy="example-pki"]').click();
    assert.deepEqual(await cards(page), ['Key size']);
    assert.match(await hash(page), /severity=critical&policy=example-pki&status=fail/);
    await done();
  },

  async 'columns sort'() {
    const {page, done} = await open('plain');
    await page.getByRole('button', {name: 'Endpoint'}).click();
    assert.deepEqual(await names(page), [...await names(page)].sort());
    assert.equal(await page.locator('th[data-sort="id"]').getAttribute('aria-sort'), 'ascending');
    await page.getByRole('button', {name: 'Endpoint'}).click();
    assert.equal((await names(page))[0], 'www.example.com:443');
    await done();
  },

  async 'all of it by keyboard'() {
    const {page, done} = await open('plain');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
    await page.keyboard.type('www');
    await page.waitForFunction(() => document.querySelectorAll('#matrix-table tbody tr').length === 1);
    await page.locator('#matrix-table tbody th a').focus();
    await page.keyboard.press('Enter');
    await page.locator('#endpoints h2:focus').waitFor();
    assert.equal(await page.locator('.endpoint:visible > h2').textContent(), 'www.example.com:443');
    assert.equal(await page.locator('#overview').isVisible(), false);
    await page.keyboard.press('Escape');
    await page.locator('#overview').waitFor();
    assert.match(await hash(page), /#q=www$/);
    await chip(page, 'severity', 'high').focus();
    await page.keyboard.press('Space');
    assert.equal(await chip(page, 'severity', 'high').getAttribute('aria-pressed'), 'true');
    await done();
  },

  async 'the page of an endpoint has its chain, its handshake and what is unknown'() {
    const {page, done} = await open('plain', {fragment: '#e-192.0.2.40:8443'});
    const overheard = page.locator('.endpoint:visible');
    assert.equal(await overheard.locator('svg.ladder .message').count(), 4);
    assert.equal(await overheard.locator('svg.ladder .veil').count(), 2);
    assert.equal(await overheard.locator('.walk tbody tr').count(), 4);
    await page.goto(address('plain', '#e-www.example.com:443'));
    const good = page.locator('.endpoint:visible');
    await good.locator('h2', {hasText: 'www.example.com:443'}).waitFor();
    assert.equal(await good.locator('.sent li').count(), 2);
    assert.deepEqual(await good.locator('.built .mark').allTextContents(), ['sent', 'sent', 'anchor of the store']);
    assert.match(await good.locator('.validity').first().textContent(), /70 days left/);
    assert.match(await good.locator('.unknowns').textContent(), /closed without a word/);
    await page.goBack();
    await page.locator('.endpoint:visible > h2', {hasText: '192.0.2.40'}).waitFor();
    await done();
  },

  async 'a link to a rule shows its card, whatever is filtered'() {
    const {page, done} = await open('plain', {fragment: '#r-example-tls:STAPLE'});
    assert.ok(await page.locator('[id="r-example-tls:STAPLE"]').isVisible());
    await done();
  },

  async 'snippets and the waiver are there to copy'() {
    const {page, done} = await open('plain');
    const card = page.locator('[id="r-example-tls:PROTO"]');
    await card.locator('.fix summary').click();
    assert.match(await card.locator('.fix').textContent(), /ssl_protocols TLSv1\.2 TLSv1\.3;[^]*SSLProtocol[^]*ssl-min-ver[^]*MinProtocol/);
    await card.locator('.waive summary').click();
    assert.match(await card.locator('.waive code').textContent(),
      /^- \{rule: 'example-tls:PROTO', target: 'old\.example\.com:443', reason: '…', owner: '…', expires: 2027-02-19\}$/);
    await card.locator('.copy').click();
    await card.locator('.copy', {hasText: /^(Copied|Selected)$/}).waitFor();
    await done();
  },

  async 'what matches is saved as CSV, formulas disarmed'() {
    const {page, done} = await open('hostile', {acceptDownloads: true});
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#save-csv').click()]);
    const csv = readFileSync(await download.path(), 'utf8');
    assert.equal(csv.trim().split('\r\n').length, 1 + await rows(page).count());
    assert.doesNotMatch(csv, /(^|,)"[=+@-]/m);
    await done();
  },

  async 'the theme changes and stays readable'() {
    const {page, done} = await open('plain', {colorScheme: 'light'});
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator('#theme').click();
    assert.equal(await page.locator('#theme').textContent(), 'Theme: light');
    await page.locator('#theme').click();
    assert.equal(await page.locator('#theme').textContent(), 'Theme: dark');
    assert.notEqual(await paper(), light);
    await done();
  },

  async 'the policy of contents is in force'() {
    const {page, trouble} = await open('plain');
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      let refused = false;
      try { script.textContent = 'window.injected = true'; } catch { refused = true; }
      document.body.append(script);
      let markup = true;
      try { document.body.insertAdjacentHTML('beforeend', '<b id="markup">x</b>'); } catch { markup = false; }
      const button = document.createElement('button');
      try { button.setAttribute('onclick', 'window.injected = true'); } catch { refused = true; }
      document.body.append(button);
      button.click();
      let fetched = true;
      try { await fetch('https://tls.example/'); } catch { fetched = false; }
      const style = document.createElement('style');
      style.append('body { display: none }');
      document.head.append(style);
      return {injected: window.injected === true, refused, markup, fetched, shown: getComputedStyle(document.body).display};
    });
    assert.equal(ran.injected, false);
    assert.equal(ran.markup, false);
    assert.equal(ran.fetched, false);
    assert.notEqual(ran.shown, 'none');
    assert.ok(trouble.some((text) => /Content Security Policy|Trusted/.test(text)));
    await page.context().close();
  },

  async 'hostile names stay text'() {
    for (const javaScriptEnabled of [true, false]) {
      const {page, done} = await open('hostile', {javaScriptEnabled});
      const found = await page.locator('script').count();
      assert.equal(found, 2);
      assert.equal(await page.locator('img, iframe, object, embed, link, base, form[action], [onerror], [onclick], [onload], [style]').count(), 0);
      const text = await page.locator('body').textContent();
      // Bidirectional controls and others that nobody sees.
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/);
      await done();
    }
    const {page, done} = await open('hostile');
    for (const anchor of await page.locator('#matrix-table tbody th a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      await page.goto(address('hostile', anchor));
      await page.locator(`[id="${inString(decodeURIComponent(anchor.slice(1)))}"]:visible`).waitFor();
      assert.equal(await page.locator('.endpoint:visible').count(), 1, anchor);
    }
    assert.equal(await page.locator('a:not([href^="#"]):not([href^="http"])').count(), 0);
    await done();
  },

  async 'without JavaScript everything is there'() {
    const {page, done} = await open('plain', {javaScriptEnabled: false});
    assert.equal(await page.locator('.endpoint:visible').count(), 5);
    assert.equal(await rows(page).count(), 5);
    assert.equal(await page.locator('.js:visible').count(), 0);
    await page.locator('#matrix-table a', {hasText: 'www.example.com:443'}).click();
    assert.ok(await page.locator('[id="e-www.example.com:443"]').isVisible());
    await done();
    const large = await open('large', {javaScriptEnabled: false});
    assert.equal(await rows(large.page).count(), 200);
    assert.match(await large.page.locator('#matrix .nojs').textContent(), /200 worst of 5\s?000 endpoints/);
    await large.done();
  },

  async 'a browser that cannot unpack shows the page as without JavaScript'() {
    const context = await browser.newContext();
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.addInitScript(() => { delete window.DecompressionStream; });
    await page.goto(address('large'));
    await page.locator('#matrix .nojs').waitFor();
    assert.equal(await rows(page).count(), 200);
    assert.equal(await page.locator('.js:visible').count(), 0);
    assert.deepEqual(errors, []);
    await context.close();
  },

  async 'on paper everything is unfolded'() {
    const {page, done} = await open('plain');
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    assert.equal(await page.locator('.endpoint:visible').count(), 5);
    assert.equal(await page.locator('button:visible:not(thead button)').count(), 0);
    assert.ok(await page.locator('[id="r-example-tls:PROTO"] .fix pre').first().isVisible());
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(0, 0, 0)');
    const pdf = await page.pdf();
    assert.ok(pdf.length > 20000);
    await done();
  },

  async 'nothing is cut off in narrow windows'() {
    for (const name of ['plain', 'hostile', 'empty'])
      for (const width of [320, 360, 900, 1440]) {
        const {page, done} = await open(name, {viewport: {width, height: 900}});
        for (const anchor of ['', ...await page.locator('#matrix-table tbody th a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))]) {
          await page.evaluate((to) => new Promise((shown) => {
            location.hash = to;
            setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(shown)), 0);
          }), anchor);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} ${width} ${anchor}`);
        }
        await done();
      }
  },

  async 'accessible in both themes (axe-core)'() {
    for (const colorScheme of ['light', 'dark'])
      for (const [name, fragment, width] of [['plain', ''], ['plain', '#status=untested&status=pass'], ['plain', '#e-old.example.com:443'], ['plain', '#e-www.example.com:443'],
        ['plain', '#e-192.0.2.40:8443'], ['hostile', ''], ['empty', ''], ['large', ''], ['plain', '', 360], ['plain', '#e-old.example.com:443', 360]]) {
        const {page, done} = await open(name, {fragment, colorScheme, bypassCSP: true, viewport: {width: width || 1280, height: 720}});
        await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
        // What is out of sight has no size of its own yet, and axe takes it to lie under what follows.
        await page.addStyleTag({content: '* { content-visibility: visible !important }'});
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']}));
        assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`), [], `${name}${fragment} ${colorScheme}`);
        await done();
      }
  },

  async 'five thousand endpoints open and filter at once'() {
    const context = await browser.newContext();
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    let begin = performance.now();
    await page.goto(address('large'));
    await page.locator('#range', {hasText: '1 to 100 of 5 000'}).waitFor();
    const opened = performance.now() - begin;
    begin = performance.now();
    await page.locator('#q').fill('rc4');
    await page.locator('#range', {hasText: 'of 1 000'}).waitFor();
    const searched = performance.now() - begin;
    begin = performance.now();
    await chip(page, 'severity', 'medium').click();
    await page.locator('#found', {hasText: '1 000 of 5 000'}).waitFor();
    const filtered = performance.now() - begin;
    begin = performance.now();
    await page.locator('#clear').click();
    await page.locator('#next').click();
    await page.locator('#range', {hasText: '101 to 200 of 5 000'}).waitFor();
    const turned = performance.now() - begin;
    begin = performance.now();
    // One whose page does not stand in the document.
    await rows(page).nth(99).locator('th a').click();
    await page.locator('.endpoint:visible > h2').waitFor();
    const visited = performance.now() - begin;
    assert.equal(await page.locator('.endpoint:visible .judgement').count(), 2);
    console.log(`  opened ${opened.toFixed(0)} ms, searched ${searched.toFixed(0)} ms, filtered ${filtered.toFixed(0)} ms, turned ${turned.toFixed(0)} ms, visited ${visited.toFixed(0)} ms`);
    assert.deepEqual(errors, []);
    await context.close();
  },

  async 'a page grown by the script is the page that the program writes'() {
    const {page, done} = await open('large');
    await page.locator('#range', {hasText: '1 to 100 of'}).waitFor();
    // Of those that stand in the document; what the later ones share with the first was written once.
    const anchors = await page.locator('.endpoint').evaluateAll((all) => all.map((one) => one.id));
    assert.ok(anchors.length > 1);
    const different = await page.evaluate(async (all) => {
      // The script shows it and sets the way back.
      const normal = (node) => node.outerHTML.replace(/class="endpoint( off)?"/, 'class="endpoint"').replace(/href="[^"]*" class="back-link"/, '');
      const out = [];
      for (const anchor of all) {
        const there = document.getElementById(anchor);
        const before = normal(there);
        there.remove();
        location.hash = '#' + anchor;
        for (let i = 0; i < 100 && !document.getElementById(anchor); ++i) await new Promise((done) => setTimeout(done, 20));
        if (normal(document.getElementById(anchor)) !== before) out.push(anchor);
      }
      return out;
    }, anchors);
    assert.deepEqual(different, []);
    await done();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (only && !name.includes(only)) continue;
  try {
    await test();
    console.log('ok', name);
  } catch (error) {
    ++failed;
    console.log('FAILED', name, '\n', error.message.slice(0, 3000), error.stack.split('\n').filter((line) => line.includes('page_test')).slice(0, 2).join('\n'));
  }
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
