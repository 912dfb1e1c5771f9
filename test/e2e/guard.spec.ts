import { expect, test } from './fixtures';

test('the guard sees requests that leave this machine, and errors in any part of ours', async ({
  extension,
  guard,
}) => {
  for (const problem of [
    /^request to https:\/\/fetched\.example$/,
    /^request to wss:\/\/socket\.example$/,
    /^uncaught: thrown in a page/,
    /^uncaught: rejected in a page/,
    /^console\.error: logged in a page/,
    /^uncaught: .*'TrustedHTML'/,
    /^console\.error: .*'TrustedHTML'/,
    /^console\.error: .*Content Security Policy/,
    /^uncaught in the worker: Error: thrown in the worker/,
    /^uncaught in the worker: Error: rejected in the worker/,
    /^console\.error in the worker: logged in the worker/,
    /^logged in the worker: .*Content Security Policy/,
  ]) {
    guard.expectProblem(problem);
  }

  const site = await extension.openTab('about:blank');
  await site.evaluate(async () => {
    new WebSocket('wss://socket.example/');
    await fetch('https://fetched.example/').catch(() => undefined);
  });

  const page = await extension.openView('manager.html');
  await page.evaluate(async () => {
    setTimeout(() => {
      throw new Error('thrown in a page');
    });
    void Promise.reject(new Error('rejected in a page'));
    console.error('logged in a page');
    setTimeout(() => void (document.body.innerHTML = '<b></b>'));
    await fetch('https://page.example/').catch(() => undefined);
  });

  const worker = await extension.worker();
  await worker.evaluate(async () => {
    setTimeout(() => {
      throw new Error('thrown in the worker');
    });
    void Promise.reject(new Error('rejected in the worker'));
    console.error('logged in the worker');
    await fetch('https://worker.example/').catch(() => undefined);
  });
  await expect.poll(() => guard.verdict()).toEqual([]);
});

test('a tab behind the popup has no focus, and a stopped worker wakes', async ({ extension, sites }) => {
  const page = await extension.openTab(sites.s4);
  expect(await page.evaluate(() => document.hasFocus())).toBe(true);
  const popup = await extension.openPopup(page);
  expect(await page.evaluate(() => document.hasFocus())).toBe(false);
  expect(await popup.evaluate(() => document.hasFocus())).toBe(true);

  await extension.stopServiceWorker();
  const worker = await extension.worker();
  expect(await worker.evaluate(() => chrome.runtime.id)).toBe(extension.id);
});
