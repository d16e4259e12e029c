// pa11y on many pages in one browser. In: {browser, tabs, visits: [{name, look, url, cookies, width, scheme, text}]} as
// JSON on standard input. Out: for each visit one line of JSON, {name, look, issues: [{code, message, selector, context}]}.
import { text as readAll } from 'node:stream/consumers';
import pa11y from 'pa11y';
import puppeteer from 'puppeteer';

const { browser: executablePath, tabs, visits } = JSON.parse(await readAll(process.stdin));
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function visit({ url, cookies, width, scheme, text }) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const devtools = await page.createCDPSession();
    const viewport = { width, height: 844 };
    await page.setViewport(viewport);
    await context.setCookie(...cookies.map((cookie) => ({ ...cookie, domain: new URL(url).hostname })));
    await devtools.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    });
    // The browser's own text size, as somebody sets it in the browser's settings.
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: Math.round(16 * text) } });
    await page.goto(url, { waitUntil: 'load' });
    const { issues } = await pa11y(url, {
      browser, page, viewport, ignoreUrl: true, runners: ['axe', 'htmlcs'],
      includeWarnings: true, includeNotices: true,
    });
    // All that axe finds counts, its best practices too; of HTML CodeSniffer, errors: its warnings are questions for a person.
    return issues
      .filter(({ type, runner, runnerExtras }) => (runner === 'axe' ? !runnerExtras.needsFurtherReview : type === 'error'))
      .map(({ code, message, selector, context: html }) => ({ code, message, selector, context: html }));
  } catch (error) {
    return [{ code: 'not-read', message: String(error), selector: '', context: '' }];
  } finally {
    await context.close();
  }
}

async function work() {
  for (let one = visits.shift(); one; one = visits.shift()) {
    console.log(JSON.stringify({ name: one.name, look: one.look, issues: await visit(one) }));
  }
}

await Promise.all(Array.from({ length: tabs }, work));
await browser.close();
