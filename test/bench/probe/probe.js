/**
 * The first script of every popup that is measured. In the first frame in which the page says that it is painted and
 * every row in the document shows a code, it waits until that frame is done and its fonts are there (a text whose font
 * is on its way is not seen), tells the time and the codes, and closes.
 */
function look() {
  const rows = [...document.querySelectorAll('[data-account]')].map((row) => ({
    id: row.dataset.account,
    code: row.querySelector('[data-code]')?.dataset.code,
  }));
  const isPainted = document.documentElement.dataset.painted === 'true';
  if (isPainted && rows.every(({ code }) => code !== undefined)) afterFrame(() => whenSeen(rows));
  else requestAnimationFrame(look);
}

function whenSeen(rows) {
  if (document.fonts.status === 'loaded') tell(rows);
  else document.fonts.ready.then(() => requestAnimationFrame(() => afterFrame(() => tell(rows))));
}

/** A frame's callbacks run before it is drawn; a message posted by one arrives afterwards. */
function afterFrame(act) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = act;
  port2.postMessage(null);
}

function tell(rows) {
  const channel = new BroadcastChannel('bench');
  channel.postMessage({ paintedAt: Date.now(), rows });
  setTimeout(() => window.close(), 20); // A channel that closes at once may take its message along.
}

requestAnimationFrame(look);
