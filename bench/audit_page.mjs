// audit_page.mjs PAGE CHROMIUM: milliseconds until a page of many endpoints is open, searched, filtered, cleared again,
// turned to its next hundred and one of these shown, as JSON.
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [file, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
const page = await browser.newPage();
page.on('pageerror', (error) => { console.error(String(error)); process.exitCode = 1; });
const figures = {};
async function timed(name, work) {
  const begin = performance.now();
  await work();
  figures[name] = Math.round(performance.now() - begin);
}
const range = page.locator('#range');
const said = (selector, pattern) => page.waitForFunction(([s, p]) => new RegExp(p).test(document.querySelector(s).textContent), [selector, pattern]);
await timed('open', async () => { await page.goto(pathToFileURL(file).href); await said('#range', '^1 to 100 of'); });
const before = await range.textContent();
await timed('search', async () => {
  await page.locator('#q').fill('x25519mlkem768');
  await page.waitForFunction((text) => document.querySelector('#range').textContent !== text, before);
});
const found = await page.locator('#found').textContent();
await timed('filter', async () => {
  await page.locator('.chip[data-group="severity"][data-value="high"]').click();
  await page.waitForFunction((text) => document.querySelector('#found').textContent !== text, found);
});
await timed('clear', async () => {
  await page.locator('#clear').click();
  await said('#range', '^1 to 100 of');
});
await timed('next', async () => {
  await page.locator('#next').click();
  await said('#range', '^101 to 200 of');
});
await timed('show', async () => {
  await page.locator('#matrix-table tbody th a').nth(50).click();
  await page.locator('.endpoint:visible > h2').waitFor();
});
console.log(JSON.stringify(figures));
await browser.close();
