/** The HTML page of the audit in Debian's Chromium. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { source as axe } from 'axe-core';
import { Browser, chromium, Page } from 'playwright-core';
import { hostAt, hostilePage, pageOf } from './reports';

const FINDING = {
  code: 'EGR3001',
  level: 'error',
  message: 'a',
  fix: 'b',
  object: 'c',
  file: 'd.yaml',
  line: 1,
} as const;

const CHROMIUM = '/usr/bin/chromium';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} must exist: run apt-get install chromium`);
  folder = mkdtempSync(join(tmpdir(), 'egress-report-'));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}, 60_000);

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** Opens a page. `trouble` gets the errors of the script, the lines of the console, and the requests beside the one for the page. */
async function open(html: string, colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; trouble: string[] }> {
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const address = pathToFileURL(file).href;
  const page = await browser.newPage({ colorScheme, viewport: { width: 1300, height: 900 } });
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => {
    if (request.url().replace(/#.*/, '') !== address) trouble.push(request.url());
  });
  await page.goto(address);
  return { page, trouble };
}

const rowsOf = (page: Page) => page.locator('#ways-table tbody tr');

test('the page loads nothing and its script runs without an error', async () => {
  const { page, trouble } = await open(pageOf(500));
  await page.keyboard.press('/');
  await page.keyboard.type('api7.');
  await expect(rowsOf(page).first().textContent()).resolves.toContain(hostAt(7));
  expect(trouble).toEqual([]);
});

test('with 500 hosts and 50 findings the picture begins on the first screen', async () => {
  const { page } = await open(pageOf(500, { findings: Array.from({ length: 50 }, () => FINDING), suppressed: 2 }));
  const { y = Infinity } = (await page.locator('svg').boundingBox()) ?? {};
  expect(y).toBeLessThan(600);
  await page.getByText('40 more findings').press('Enter');
  expect(await page.getByText('EGR3001').last().isVisible()).toBe(true);
  expect(await page.getByText('Annotations of objects suppress 2 findings.').isVisible()).toBe(true);
});

test('any other host is no number', async () => {
  const any = { source: '*', host: '*', port: 0, protocol: 'tls', outcome: 'direct' } as const;
  const { page } = await open(pageOf(5, { ways: [any] }));
  await expect(page.locator('.tile.direct').innerText()).resolves.toMatch(/^other host around the gateways\nany\n/);
  await expect(page.locator('li').first().innerText()).resolves.toBe('every namespace reaches any other host');
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the page in %s colours',
  async (scheme) => {
    const findings = Array.from({ length: 12 }, () => FINDING);
    const { page } = await open(pageOf(200, { findings, assumptions: ['An assumption.'] }), scheme);
    await page.evaluate(axe);
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
    );
    expect(violations).toEqual([]);
  },
  60_000,
);

test('a key moves to the filter, words narrow the rows, and a status tells their number', async () => {
  const { page } = await open(pageOf(10_000));
  await page.keyboard.press('/');
  await page.keyboard.type('partner3. legacy');
  await page.waitForFunction('document.querySelectorAll("#ways-table tbody tr").length < 100');
  const texts = await rowsOf(page).allTextContents();
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => !text.includes('partner3.') || !text.includes('legacy'))).toEqual([]);
  await expect(page.locator('#count').textContent()).resolves.toBe(
    `Rows 1 to ${texts.length} of ${texts.length} (20,104 in all)`,
  );
});

test('buttons of the columns sort, and say so', async () => {
  const { page } = await open(pageOf(500));
  const head = page.getByRole('columnheader', { name: 'Outcome' });
  await head.getByRole('button').press('Enter');
  expect(await head.getAttribute('aria-sort')).toBe('ascending');
  expect(await rowsOf(page).first().textContent()).toContain('direct');
  await head.getByRole('button').press('Enter');
  expect(await head.getAttribute('aria-sort')).toBe('descending');
  expect(await rowsOf(page).first().textContent()).toContain('denied');
});

test('the pages of the table show every row once', async () => {
  const { page } = await open(pageOf(120));
  const seen = await rowsOf(page).allTextContents();
  while (await page.locator('#next').isEnabled()) {
    await page.locator('#next').click();
    seen.push(...(await rowsOf(page).allTextContents()));
  }
  expect(seen).toHaveLength(new Set(seen).size);
  expect(seen).toHaveLength(242);
});

test('a box of the picture filters the table', async () => {
  const { page } = await open(pageOf(5));
  const box = page.locator('svg a').first();
  await box.focus();
  await page.keyboard.press('Enter');
  const chosen = await page.locator('#filter').inputValue();
  const texts = await rowsOf(page).allTextContents();
  expect(chosen).toBe('"legacy/* without sidecar"');
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => !text.startsWith('legacy/* without sidecar'))).toEqual([]);
});

test('every control is reached by Tab, in the order of the page', async () => {
  const { page } = await open(pageOf(300));
  const reached: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate<string>('document.activeElement.id || document.activeElement.textContent.trim()');
    if (name === 'next') break;
    reached.push(name);
  }
  const controls = ['Skip to the table of ways', 'All direct ways in the table', 'filter', 'Source', 'Reason'];
  expect(reached.filter((name) => controls.includes(name))).toEqual(controls);
});

test('texts of manifests stay texts', async () => {
  const { page, trouble } = await open(hostilePage());
  expect(await page.locator('img, main b').count()).toBe(0);
  expect(await rowsOf(page).first().textContent()).toContain('<img src=x onerror=');
  expect(trouble).toEqual([]);
});

test('without a script the page has the answers and the first rows', async () => {
  const file = join(folder, 'plain.html');
  writeFileSync(file, pageOf(500));
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  expect(await rowsOf(page).count()).toBe(100);
  expect(await page.locator('form').isVisible()).toBe(false);
  await context.close();
});
