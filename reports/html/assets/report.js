// Filters, search, sorting and pages of the report. Text of peers only ever becomes textContent.
'use strict';
(async () => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  root.classList.add('scripted');
  async function unpacked(id) {
    const text = atob($(id).textContent);
    const octets = new Uint8Array(text.length);
    for (let i = 0; i < text.length; ++i) octets[i] = text.charCodeAt(i);
    return new Response(new Blob([octets]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
  }
  const packed = $('index').type !== 'application/json';
  let text = '';
  try {
    text = packed ? await unpacked('index') : $('index').textContent;
  } catch {
    // A browser that cannot unpack: the page is what it is without a script.
    root.classList.remove('scripted');
    return;
  }
  const data = JSON.parse(text);
  const PAGE = 100;    // rows of the matrix
  const LINES = 10;    // of a card's table
  const SVG = 'http://www.w3.org/2000/svg';
  const STANDINGS = ['new', 'known', 'waived'];
  const VERDICTS = {p: ['pass', 'pass'], f: ['fail', 'fail'], i: ['incomplete', 'incomplete'], n: ['na', 'not applicable']};
  const VERDICT_ORDER = 'fipn';
  const FAILURES = 'fkw';

  // Subjects, the worst first.
  const subjects = data.subjects.map((s, rank) => ({
    rank, id: s[0], anchor: s[1], verdicts: s[2], letters: s[3], labels: s[4], words: s[5],
    deviations: s[6], grade: s[7], reached: s[8] === 1,
  }));
  // A deviation is a number: the place of its texts in data.deviations, and its standing. There may be
  // a million of them: they are no objects.
  const rowOf = (deviation) => 4 * Math.floor(deviation / 3);
  const rulesOf = data.policies.map((_, p) => data.rules.flatMap((rule, r) => (rule[0] === p ? [r] : [])));
  const graded = subjects.some((s) => s.grade !== '');
  const byAnchor = new Map(subjects.map((s) => [s.anchor, s]));
  const letterOf = new Map(Object.entries(data.standings).map(([letter, [id]]) => [id, letter]));

  // "1 234 567"
  const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');

  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  // A tree as the program wrote it: [tag, [name, value, …], …children], texts and all by their
  // numbers. Only these become elements.
  const TAGS = new Set(('article div p a span b h2 h3 h4 ul ol li dl dt dd table caption thead tbody tr th td ' +
    'details summary code pre button svg g rect line polygon text').split(' '));
  const ATTRIBUTES = new Set(('class id href tabindex role title scope type points x y x1 x2 y1 y2 dx rx width height ' +
    'viewBox preserveAspectRatio text-anchor open rel').split(' '));
  function grow(tree, inSvg) {
    if (tree < 0) return grow(data.trees[-tree - 1], inSvg);
    if (typeof tree === 'number') return document.createTextNode(data.words[tree]);
    const [number, attributes, ...children] = tree;
    const tag = data.words[number];
    if (!TAGS.has(tag)) return document.createTextNode('');
    const svg = inSvg || tag === 'svg';
    const node = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (let i = 0; i < attributes.length; i += 2) {
      const name = data.words[attributes[i]];
      const value = data.words[attributes[i + 1]];
      if (!ATTRIBUTES.has(name) && !name.startsWith('aria-') && !name.startsWith('data-')) continue;
      if (name === 'href' && !value.startsWith('#')) continue;
      node.setAttribute(name, value);
    }
    for (const child of children) node.append(grow(child, svg));
    return node;
  }

  // ---- what is filtered: kept in the fragment, so that a link shows the same ----
  const GROUPS = ['severity', 'policy', 'status', 'label'];
  const state = {severity: new Set(), policy: new Set(), status: new Set(), label: new Set(), q: '', sort: '', page: 0};

  let before = '';  // the overview's fragment, to come back to

  function readFragment(fragment) {
    const given = new URLSearchParams(fragment);
    for (const group of GROUPS) state[group] = new Set(given.getAll(group));
    state.q = given.get('q') || '';
    state.sort = given.get('sort') || '';
    state.page = Math.max(0, (parseInt(given.get('page'), 10) || 1) - 1);
  }
  function fragmentOf() {
    const out = new URLSearchParams();
    for (const group of GROUPS) for (const value of state[group]) out.append(group, value);
    if (state.q) out.set('q', state.q);
    if (state.sort) out.set('sort', state.sort);
    if (state.page) out.set('page', String(state.page + 1));
    return out.toString();
  }
  function remember() {
    const fragment = fragmentOf();
    before = fragment;
    history.replaceState(null, '', fragment ? '#' + fragment : location.pathname + location.search);
  }

  // ---- matching ----
  let matched = subjects;      // subjects that match
  let rulesMatched = new Set();  // rules that match somewhere
  function rulesAsked() {
    return data.rules.map((rule) => (state.policy.size === 0 || state.policy.has(data.policies[rule[0]])) &&
      (state.severity.size === 0 || state.severity.has(rule[1])));
  }
  function lettersAsked() {
    if (state.status.size === 0) return null;
    return new Set([...state.status].map((id) => letterOf.get(id)));
  }
  function wordsFound(needle) {
    return data.words.map((word) => word.toLowerCase().includes(needle));
  }
  function match() {
    const all = data.deviations;
    const needles = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const found = needles.map(wordsFound);
    const inRules = needles.map((needle) => data.rules.map((rule) => rule[2].toLowerCase().includes(needle)));
    const asked = rulesAsked();
    const letters = lettersAsked();
    const counts = (letter) => (letters === null ? FAILURES.includes(letter) : letters.has(letter));
    const narrowed = letters !== null || state.severity.size > 0;
    const labels = new Set(data.labels.flatMap((label, i) => state.label.has(label) ? [i] : []));
    rulesMatched = new Set();
    const passed = subjects.filter((subject) => {
      if (labels.size > 0 && !subject.labels.some((label) => labels.has(label))) return false;
      if (state.label.size > 0 && labels.size === 0) return false;
      // Each needle: in the subject's words, or in a rule that it does not hold.
      let rulesOnly = null;
      for (let n = 0; n < needles.length; ++n) {
        if (subject.id.toLowerCase().includes(needles[n])) continue;
        if (subject.labels.some((label) => data.labels[label].toLowerCase().includes(needles[n]))) continue;
        const hit = subject.words.some((word) => found[n][word]);
        const rules = new Set();
        for (let r = 0; r < data.rules.length; ++r)
          if (inRules[n][r] && counts(subject.letters[r])) rules.add(r);
        for (const deviation of subject.deviations) {
          const row = rowOf(deviation);
          if (found[n][all[row + 1]] || found[n][all[row + 2]]) rules.add(all[row]);
        }
        if (rules.size > 0) rulesOnly = rulesOnly === null ? rules : new Set([...rulesOnly].filter((r) => rules.has(r)));
        else if (!hit) return false;
      }
      let any = false;
      for (let r = 0; r < asked.length; ++r) {
        const letter = subject.letters[r];
        if (!asked[r] || letter === '-' || (rulesOnly !== null && !rulesOnly.has(r))) continue;
        if (!counts(letter)) continue;
        any = true;
        rulesMatched.add(r);
      }
      return any || !narrowed;
    });
    matched = passed.length === subjects.length ? subjects : passed;
  }
  function sortMatched() {
    const [column, direction] = state.sort.split('.');
    if (!column) return matched;
    const sign = direction === 'desc' ? -1 : 1;
    const p = parseInt(column, 10);
    const key = column === 'id' ? (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
      : (a, b) => VERDICT_ORDER.indexOf(a.verdicts[p]) - VERDICT_ORDER.indexOf(b.verdicts[p]);
    return [...matched].sort((a, b) => sign * key(a, b) || a.rank - b.rank);
  }

  // ---- the matrix ----
  function cell(subject, p) {
    const [tone, word] = VERDICTS[subject.verdicts[p]] || ['na', '–'];
    const link = element('a', {class: 'cell ' + tone, href: '#' + subject.anchor},
      element('span', {class: 'verdict ' + tone}, word));
    let fresh = 0;
    for (const r of rulesOf[p]) if (subject.letters[r] === 'f') ++fresh;
    if (fresh > 0) link.append(element('b', {}, ' ' + fresh));
    return element('td', {}, link);
  }
  function row(subject) {
    const name = element('th', {scope: 'row'}, element('a', {href: '#' + subject.anchor}, subject.id));
    if (!subject.reached) name.append(element('span', {class: 'note'}, 'not reached'));
    const line = element('tr', {}, name);
    data.policies.forEach((policy, p) => line.append(cell(subject, p)));
    if (graded) line.append(element('td', {class: 'grade'}, subject.grade));
    return line;
  }
  let fresh = true;  // nothing was filtered or sorted yet
  function untouched() {
    return fresh && !state.q && !state.sort && !state.page && GROUPS.every((group) => state[group].size === 0);
  }
  function showMatrix() {
    const table = $('matrix-table');
    if (!table) return;
    const sorted = sortMatched();
    const pages = Math.max(1, Math.ceil(sorted.length / PAGE));
    state.page = Math.min(state.page, pages - 1);
    const from = state.page * PAGE;
    const rows = sorted.slice(from, from + PAGE);
    const body = table.tBodies[0];
    // At first the rows that the program wrote are the right ones.
    if (fresh && sorted === subjects && from === 0) [...body.rows].slice(PAGE).forEach((line) => line.remove());
    else body.replaceChildren(...rows.map(row));
    $('range').textContent = sorted.length === 0 ? 'No endpoint matches.'
      : `${count(from + 1)} to ${count(from + rows.length)} of ${count(sorted.length)}`;
    $('previous').disabled = state.page === 0;
    $('next').disabled = state.page >= pages - 1;
    for (const head of table.tHead.rows[0].cells) {
      const [column, direction] = state.sort.split('.');
      if (head.dataset.sort === undefined) continue;
      head.setAttribute('aria-sort', head.dataset.sort !== column ? 'none' : direction === 'desc' ? 'descending' : 'ascending');
    }
  }

  // ---- the cards ----
  const cards = [...document.querySelectorAll('.card[data-rule]')].map((node) => ({node, rule: Number(node.dataset.rule), lines: LINES}));
  function linesOf(rule, letters, most) {
    const out = [];
    let more = 0;
    for (const subject of matched) {
      const letter = subject.letters[rule];
      if (letters === null ? !FAILURES.includes(letter) : !letters.has(letter)) continue;
      if (out.length >= most) { ++more; continue; }
      let any = false;
      for (const deviation of subject.deviations) {
        const row = rowOf(deviation);
        if (data.deviations[row] !== rule) continue;
        any = true;
        out.push([subject, ...data.deviations.slice(row + 1, row + 4).map((w) => data.words[w]), STANDINGS[deviation % 3]]);
      }
      if (!any) out.push([subject, '', '', '', (data.standings[letter] || ['', ''])[1]]);
    }
    return [out, more];
  }
  function showCard(card, letters) {
    card.node.classList.toggle('off', !rulesMatched.has(card.rule));
    if (!rulesMatched.has(card.rule)) return;
    const [lines, more] = linesOf(card.rule, letters, card.lines);
    const where = card.node.querySelector('.where');
    where.replaceChildren();
    if (lines.length === 0) return;
    // What was expected stands once, above, where it is the same for all; an endpoint once beside its rows.
    const expected = lines[0][2];
    const column = lines.some((line) => line[2] !== expected);
    if (!column && expected) where.append(element('p', {class: 'expected'}, element('b', {}, 'Expected'), ' ' + expected));
    const standing = data.compared || lines.some((line) => line[4] !== STANDINGS[0]);
    const head = element('tr', {});
    for (const [title, name] of [['Endpoint'], ['Observed'], ...column ? [['Expected']] : [], ['Evidence', 'evidence'],
      ...standing ? [['Standing', 'state']] : []])
      head.append(element('th', name ? {scope: 'col', class: name} : {scope: 'col'}, title));
    const table = element('table', {}, element('thead', {}, head));
    let body = null;
    let last = null;
    for (const [subject, ...texts] of lines) {
      const line = element('tr', {});
      if (subject !== last) {
        body = element('tbody', {});
        table.append(body);
        line.append(element('th', {scope: 'rowgroup'}, element('a', {href: '#' + subject.anchor}, subject.id)));
        last = subject;
      }
      texts.forEach((text, i) => { if ((i !== 1 || column) && (i !== 3 || standing)) line.append(element('td', {}, text)); });
      body.append(line);
      body.rows[0].cells[0].rowSpan = body.rows.length;
    }
    where.append(element('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Where ' + data.rules[card.rule][2] + ' applies'}, table));
    if (more > 0) where.append(moreButton(card, letters, `Show more: ${count(more)} endpoint${more === 1 ? '' : 's'} left`));
  }
  function moreButton(card, letters, text) {
    const button = element('button', {type: 'button'}, text);
    button.addEventListener('click', () => { card.lines += 100; showCard(card, letters); });
    return button;
  }
  // The program has written what an unfiltered card shows; only what is left wants a button.
  function keepCard(card) {
    card.node.classList.toggle('off', !rulesMatched.has(card.rule));
    const note = card.node.querySelector('.where > .note');
    if (note) note.replaceWith(moreButton(card, null, 'Show more ' + note.textContent));
  }
  function showCards() {
    const letters = lettersAsked();
    for (const card of cards) {
      card.lines = LINES;
      if (untouched()) keepCard(card); else showCard(card, letters);
    }
    const others = $('other-rules');
    if (others) {
      const any = [...others.querySelectorAll('.card')].some((node) => !node.classList.contains('off'));
      others.classList.toggle('off', !any);
      if (any && state.status.size > 0) others.open = true;
    }
    const none = $('no-findings');
    if (none) none.textContent = rulesMatched.size === 0 ? 'Nothing that fails matches.' : '';
  }

  function showFilters() {
    for (const chip of document.querySelectorAll('.chip'))
      chip.setAttribute('aria-pressed', String(state[chip.dataset.group].has(chip.dataset.value)));
    if ($('q').value !== state.q) $('q').value = state.q;
    const n = rulesMatched.size;
    $('found').textContent = `${count(matched.length)} of ${count(subjects.length)} endpoints, ${n} rule${n === 1 ? '' : 's'}`;
  }
  function show() {
    if (!$('filters')) return;
    match();
    showMatrix();
    showCards();
    showFilters();
    fresh = false;
  }
  function changed() {
    state.page = 0;
    remember();
    show();
  }

  // ---- pages of endpoints ----
  const lots = new Map();
  async function lot(n) {
    if (!lots.has(n)) lots.set(n, (await unpacked('lot-' + n)).split('\n'));
    return lots.get(n);
  }
  async function pageOf(subject) {
    const there = $(subject.anchor);
    if (there) return there;
    const lines = await lot(Math.floor(subject.rank / data.lot));
    // Somebody else may have waited for the same.
    if ($(subject.anchor)) return $(subject.anchor);
    const page = grow(JSON.parse(lines[subject.rank % data.lot]), false);
    $('endpoints').append(page);
    return page;
  }
  let opened = null;
  let asked = 0;  // what was asked for last is shown, whatever takes longer
  async function open(subject) {
    const mine = ++asked;
    const page = await pageOf(subject);
    if (mine !== asked) {
      if (opened === null || page.id !== opened.anchor) page.classList.add('off');
      return;
    }
    for (const other of document.querySelectorAll('.endpoint')) other.classList.toggle('off', other !== page);
    $('overview').classList.add('off');
    if ($('policies')) $('policies').classList.add('off');
    opened = subject;
    const back = page.querySelector('.back-link');
    if (back) back.setAttribute('href', before ? '#' + before : '#matrix');
    document.title = subject.id;
    window.scrollTo(0, 0);
    page.querySelector('h2').focus({preventScroll: true});
  }
  const title = document.title;
  function close() {
    const last = opened;
    for (const page of document.querySelectorAll('.endpoint')) page.classList.add('off');
    $('overview').classList.remove('off');
    if ($('policies')) $('policies').classList.remove('off');
    opened = null;
    document.title = title;
    if (last === null) return;
    const link = document.querySelector(`#matrix-table a[href="#${CSS.escape(last.anchor)}"]`) ||
      [...document.querySelectorAll('#matrix-table a')].find((a) => a.getAttribute('href') === '#' + last.anchor);
    if (link) { link.focus({preventScroll: true}); link.scrollIntoView({block: 'center'}); }
  }
  function follow() {
    const fragment = location.hash.slice(1);
    const subject = byAnchor.get(fragment) || byAnchor.get(decode(fragment));
    if (subject) { open(subject); return; }
    ++asked;
    const wasOpen = opened !== null;
    close();
    if (fragment.includes('=') || fragment === '') {
      before = fragment;
      readFragment(fragment);
      show();
      return;
    }
    const target = $(fragment) || $(decode(fragment));
    if (!target) return;
    if (target.classList.contains('card')) {
      // A card that filters hide is shown when somebody asks for it.
      target.classList.remove('off');
      const fold = target.closest('details');
      if (fold) { fold.classList.remove('off'); fold.open = true; }
    }
    if (wasOpen || target.closest('details')) target.scrollIntoView();
  }
  function decode(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // ---- saving what matches ----
  function save(name, type, text) {
    const link = element('a', {download: name, href: URL.createObjectURL(new Blob([text], {type}))});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  // A spreadsheet must not take it for a formula.
  const field = (text) => '"' + (/^\s*[=+\-@＝＋－＠]/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
  function saveCsv() {
    const lines = [['endpoint', ...data.policies, 'grade', 'labels'].map(field).join(',')];
    for (const subject of sortMatched())
      lines.push([subject.id, ...data.policies.map((_, p) => (VERDICTS[subject.verdicts[p]] || ['', ''])[1]), subject.grade,
        subject.labels.map((label) => data.labels[label]).join(' ')].map(field).join(','));
    save('endpoints.csv', 'text/csv', lines.join('\r\n') + '\r\n');
  }
  function saveJson() {
    save('endpoints.json', 'application/json', JSON.stringify(sortMatched().map((subject) => ({
      endpoint: subject.id, grade: subject.grade, labels: subject.labels.map((label) => data.labels[label]),
      verdicts: Object.fromEntries(data.policies.map((policy, p) => [policy, (VERDICTS[subject.verdicts[p]] || ['', ''])[1]])),
    })), null, 1));
  }

  // ---- what people do ----
  function sortBy(column) {
    const [now, direction] = state.sort.split('.');
    state.sort = now !== column ? column + '.asc' : direction === 'asc' ? column + '.desc' : '';
    changed();
  }
  function prepareTable() {
    const table = $('matrix-table');
    if (!table) return;
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.sort === undefined) continue;
      const button = element('button', {type: 'button', title: 'Sort'}, head.textContent);
      head.replaceChildren(button);
      button.addEventListener('click', () => sortBy(head.dataset.sort));
    }
    const turn = (step) => { state.page += step; remember(); showMatrix(); $('matrix').scrollIntoView({behavior: 'instant'}); };
    $('previous').addEventListener('click', () => turn(-1));
    $('next').addEventListener('click', () => turn(1));
    $('save-csv').addEventListener('click', saveCsv);
    $('save-json').addEventListener('click', saveJson);
  }
  function prepareFilters() {
    const form = $('filters');
    if (!form) return;
    if (window.innerWidth < 640) $('chips').open = false;
    let timer = 0;
    $('q').addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => { state.q = $('q').value.trim(); changed(); }, 80);
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => {
      for (const group of GROUPS) state[group].clear();
      state.q = '';
      state.sort = '';
      changed();
    });
    for (const chip of document.querySelectorAll('.chip'))
      chip.addEventListener('click', () => {
        const values = state[chip.dataset.group];
        if (!values.delete(chip.dataset.value)) values.add(chip.dataset.value);
        changed();
      });
    for (const link of document.querySelectorAll('[data-filter-severity]'))
      link.addEventListener('click', () => {
        state.severity = new Set([link.dataset.filterSeverity]);
        state.policy = new Set([link.dataset.filterPolicy]);
        state.status = new Set(['fail']);
        changed();
        $('findings').scrollIntoView();
      });
  }
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('[data-filter-severity]');
    if (link) event.preventDefault();
    const button = event.target.closest('.copy');
    if (!button) return;
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && $('q') && opened === null) {
      event.preventDefault();
      $('q').focus();
    } else if (event.key === 'Escape' && opened !== null) {
      location.hash = before || 'matrix';
    }
  });

  // ---- light and dark ----
  const THEMES = ['system', 'light', 'dark'];
  function theme(name) {
    if (name === 'system') delete root.dataset.theme; else root.dataset.theme = name;
    $('theme').textContent = 'Theme: ' + name;
  }
  let chosen = 'system';
  try { chosen = localStorage.getItem('tlsonar-theme') || 'system'; } catch { /* no storage for files */ }
  if (!THEMES.includes(chosen)) chosen = 'system';
  theme(chosen);
  $('theme').addEventListener('click', () => {
    chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
    theme(chosen);
    try { localStorage.setItem('tlsonar-theme', chosen); } catch { /* as above */ }
  });
  // Old browsers keep what is folded off the paper.
  addEventListener('beforeprint', () => { for (const fold of document.querySelectorAll('details')) fold.open = true; });

  prepareTable();
  prepareFilters();
  addEventListener('hashchange', follow);
  const first = location.hash.slice(1);
  if (first && !first.includes('=')) show();
  follow();
})();
