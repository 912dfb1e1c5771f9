/** Showing the field in a real page: with a real pointer and real keys, and a page that looks on. */
import type { Page, Worker } from '@playwright/test';
import type { LockstepInspector } from '../../entrypoints/inspector/index';
import type { PickReport } from '../../lib/fields/report';
import { startHostile } from '../sites/hostile';
import { until, type Extension } from './extension';
import { expect, test } from './fixtures';

const REQUEST = { texts: { title: 'Click the field for the code', cancel: 'Cancel' }, waitMs: 15_000 };

interface Inspected {
  readonly page: Page;
  /** Frames within reach. */
  readonly frames: readonly number[];
  pick(frameId?: number): Promise<PickReport>;
  stop(frameId?: number): Promise<void>;
  /** Of ours in the page: what is shown, and where the button is. */
  overlay(frameId?: number): Promise<Overlay | null>;
}

interface Overlay {
  readonly text: string;
  readonly button: { readonly x: number; readonly y: number } | null;
  readonly frame: { readonly left: number; readonly top: number; readonly width: number } | null;
  readonly fontSize: string;
}

/** Both scripts in the page, by the right that a click on the toolbar gives. */
async function inspect(extension: Extension, address: string): Promise<Inspected> {
  const page = await extension.openTab(address);
  await (await extension.openPopup(page)).close();
  const worker = await extension.worker();
  const tabId = await worker.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return tab!.id!;
  });
  const frames = await worker.evaluate(async (id) => {
    const target = { tabId: id, allFrames: true };
    const ran = await chrome.scripting.executeScript({ target, files: ['injected.js', 'inspector.js'] });
    return ran.map(({ frameId }) => frameId);
  }, tabId);
  return {
    page,
    frames,
    pick: (frameId = 0) => call(worker, tabId, frameId, 'pick', REQUEST) as Promise<PickReport>,
    stop: async (frameId = 0) => {
      await call(worker, tabId, frameId, 'stop', null);
    },
    overlay: (frameId = 0) => overlayOf(worker, tabId, frameId),
  };
}

function call(
  worker: Worker,
  tabId: number,
  frameId: number,
  method: 'pick' | 'stop',
  request: unknown,
): Promise<unknown> {
  return worker.evaluate(
    async ({ target, args }) => {
      const func = (name: 'pick' | 'stop', asked: unknown): unknown => {
        const shared = globalThis as unknown as Record<symbol, LockstepInspector>;
        return (shared[Symbol.for('lockstep.inspector')]![name] as (asked: unknown) => unknown)(asked);
      };
      const [answer] = await chrome.scripting.executeScript({ target, func, args });
      return answer?.result;
    },
    { target: { tabId, frameIds: [frameId] }, args: [method, request] as ['pick' | 'stop', unknown] },
  );
}

function overlayOf(worker: Worker, tabId: number, frameId: number): Promise<Overlay | null> {
  return worker.evaluate(
    async (target) => {
      const func = (): Overlay | null => {
        const host = document.querySelector(':popover-open');
        const root = host instanceof HTMLElement && chrome.dom.openOrClosedShadowRoot(host);
        if (!root) return null;
        const button = root.querySelector('button')?.getBoundingClientRect();
        const frame = root.querySelector<HTMLElement>('.frame')!;
        const { left, top, width } = frame.getBoundingClientRect();
        return {
          text: root.textContent,
          button: button ? { x: button.left + 5, y: button.top + 5 } : null,
          frame: frame.hidden ? null : { left, top, width },
          fontSize: getComputedStyle(root.querySelector('.banner') ?? frame).fontSize,
        };
      };
      const [answer] = await chrome.scripting.executeScript({ target, func });
      return answer?.result ?? null;
    },
    { tabId, frameIds: [frameId] },
  );
}

const shown = (inspected: Inspected, frameId = 0): Promise<void> =>
  until('the overlay is there', async () => (await inspected.overlay(frameId)) !== null);

/** Every pointer and key event that the page gets to see from now on. */
async function watch(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    for (const type of [
      'pointerdown',
      'mousedown',
      'pointerup',
      'mouseup',
      'click',
      'keydown',
      'keyup',
      'submit',
    ]) {
      document.addEventListener(type, (event) => seen.push(event.type), true);
    }
  });
  return () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
}

const middleOf = async (page: Page, selector: string): Promise<[number, number]> => {
  const box = (await page.locator(selector).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test('a click on the field shows it, and the page neither sees the click nor keeps anything of ours', async ({
  extension,
}) => {
  const hostile = await startHostile();
  const inspected = await inspect(extension, `${hostile.origin}/code-box`);
  const { page } = inspected;
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  const globals = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort().join());
  const seen = await watch(page);
  const report = inspected.pick();
  await shown(inspected);
  expect(await page.evaluate(() => document.querySelector(':popover-open')!.shadowRoot)).toBeNull();

  const [x, y] = await middleOf(page, '#code');
  await page.mouse.move(x, y);
  await until('the field is framed', async () => (await inspected.overlay())?.frame !== null);
  const { frame } = (await inspected.overlay())!;
  const box = (await page.locator('#code').boundingBox())!;
  expect(frame!.left).toBeCloseTo(box.x - 4, 0);
  expect(frame!.width).toBeCloseTo(box.width + 8, 0);
  await page.mouse.click(x, y);
  const picked = await report;
  expect(picked).toMatchObject({ result: 'picked', locator: { cells: 1 } });
  expect(JSON.stringify(picked)).toContain('name=code');

  expect(await seen()).toEqual([]);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  await page.mouse.click(x, y);
  expect(await seen()).toEqual(['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']);
  const after = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort().join());
  expect(after.replace(/,?\bseen\b/, '')).toBe(globals);
  await hostile.stop();
});

test('a page can’t show a field by itself', async ({ extension }) => {
  const hostile = await startHostile();
  const inspected = await inspect(extension, `${hostile.origin}/code-box`);
  const report = inspected.pick();
  await shown(inspected);
  await inspected.page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('#code')!;
    field.focus();
    field.click();
    for (const type of ['pointerdown', 'pointerup', 'click']) {
      const event = new PointerEvent(type, { bubbles: true, composed: true });
      for (const value of [true, () => true]) {
        try {
          Object.defineProperty(event, 'isTrusted', { value });
        } catch {
          // The browser does not let it, which is what this counts on.
        }
      }
      field.dispatchEvent(event);
    }
    for (const type of ['keydown', 'keyup'])
      field.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true, composed: true }));
  });
  await inspected.page.mouse.click(5, 300);
  expect(await inspected.overlay()).not.toBeNull();
  await inspected.stop();
  expect(await report).toEqual({ result: 'cancelled' });
  expect(await inspected.overlay()).toBeNull();
  await hostile.stop();
});

test('with the keyboard: Tab to the field, Enter; no key but Tab reaches the page', async ({ extension }) => {
  const hostile = await startHostile();
  const inspected = await inspect(extension, `${hostile.origin}/code-box`);
  const { page } = inspected;
  const seen = await watch(page);
  const report = inspected.pick();
  await shown(inspected);
  await page.keyboard.press('Tab');
  await expect(page.locator('#code')).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await report).toMatchObject({ result: 'picked' });
  expect((await seen()).filter((type) => type.startsWith('key'))).toEqual(['keydown', 'keyup']);
  expect(await seen()).not.toContain('submit');

  const again = inspected.pick();
  await shown(inspected);
  await page.keyboard.press('Escape');
  expect(await again).toEqual({ result: 'cancelled' });
  await hostile.stop();
});

for (const mode of ['open', 'closed'] as const) {
  test(`a field in nested ${mode} shadow roots can be shown`, async ({ extension }) => {
    const hostile = await startHostile();
    const inspected = await inspect(extension, `${hostile.origin}/code-box`);
    await inspected.page.evaluate((how) => {
      const outer = document.createElement('x-outer');
      const inner = document.createElement('x-inner');
      outer.attachShadow({ mode: how }).append(inner);
      const field = Object.assign(document.createElement('input'), { name: 'deep' });
      inner.attachShadow({ mode: how }).append(field);
      document.querySelector('main')!.replaceChildren(outer);
      Object.assign(globalThis, { rectOf: () => field.getBoundingClientRect().toJSON() as unknown });
    }, mode);
    const report = inspected.pick();
    await shown(inspected);
    const { x, y } = await inspected.page.evaluate(() =>
      (globalThis as unknown as { rectOf: () => { x: number; y: number } }).rectOf(),
    );
    await inspected.page.mouse.click(x + 10, y + 10);
    expect(JSON.stringify(await report)).toContain('name=deep');
    await hostile.stop();
  });
}

test('over a dialog of the page the banner lies on top, and its button works there', async ({
  extension,
}) => {
  const hostile = await startHostile();
  const inspected = await inspect(extension, `${hostile.origin}/code-box`);
  const { page } = inspected;
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.innerHTML = '<p>Two steps</p><input name=inside>';
    Object.assign(dialog.style, { width: '100%', height: '100%' });
    document.body.append(dialog);
    dialog.showModal();
  });
  const report = inspected.pick();
  await shown(inspected);
  const { button } = (await inspected.overlay())!;
  await page.mouse.click(button!.x, button!.y);
  expect(await report).toEqual({ result: 'cancelled' });

  const again = inspected.pick();
  await shown(inspected);
  await page.mouse.click(...(await middleOf(page, '[name=inside]')));
  expect(JSON.stringify(await again)).toContain('name=inside');

  const last = inspected.pick();
  await shown(inspected);
  await page.keyboard.press('Escape');
  expect(await last).toEqual({ result: 'cancelled' });
  expect(await page.evaluate(() => document.querySelector('dialog')!.open)).toBe(true);
  await hostile.stop();
});

test('in frames there is no second banner, and the worker ends what it began there', async ({
  extension,
}) => {
  const hostile = await startHostile();
  const inspected = await inspect(extension, `${hostile.origin}/frames`);
  const { page, frames } = inspected;
  expect(frames.length).toBeGreaterThanOrEqual(3);
  const reports = frames.map((frameId) => inspected.pick(frameId));
  await Promise.all(frames.map((frameId) => shown(inspected, frameId)));
  const texts = await Promise.all(frames.map(async (frameId) => (await inspected.overlay(frameId))!.text));
  expect(texts.filter(Boolean)).toHaveLength(1);
  const box = (await page.frameLocator('#srcdoc').locator('#code').boundingBox())!;
  await page.mouse.click(box.x + 5, box.y + 5);
  expect(await Promise.race(reports)).toMatchObject({ result: 'picked' });
  await Promise.all(frames.map((frameId) => inspected.stop(frameId)));
  const results = (await Promise.all(reports)).map(({ result }) => result);
  expect(results.toSorted()).toEqual([...results.slice(1).fill('cancelled'), 'picked']);
  for (const frameId of frames) expect(await inspected.overlay(frameId)).toBeNull();
  await hostile.stop();
});

test('a page with a strict policy and rules of its own can’t undress the banner', async ({
  extension,
  sites,
}) => {
  const inspected = await inspect(extension, sites.s2);
  const { page } = inspected;
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'html > div, div *, [popover] { font-size: 1px !important; display: none !important; opacity: 0 !important }',
    );
    document.adoptedStyleSheets = [sheet];
  });
  const report = inspected.pick();
  await shown(inspected);
  const { button, fontSize, text } = (await inspected.overlay())!;
  expect(text).toBe('Click the field for the codeCancel');
  expect(fontSize).toBe('15px');
  expect(button!.x).toBeGreaterThan(0);
  await page.mouse.click(button!.x, button!.y);
  expect(await report).toEqual({ result: 'cancelled' });
});
