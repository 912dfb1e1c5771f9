/** Has one picture, in base64, decoded by the product's worker, and tells in how many milliseconds. */
(() => {
  const policy = trustedTypes.createPolicy('lockstep-worker', { createScriptURL: (url) => url });
  let worker;

  globalThis.decodePicture = (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const image = new Blob([bytes], { type: 'image/png' });
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      worker ??= new Worker(policy.createScriptURL('/worker.js'));
      worker.onmessage = ({ data }) => {
        if (data.result?.codes.length === 1) resolve(performance.now() - startedAt);
        else reject(new Error('The QR code was not read.'));
      };
      worker.postMessage(image);
    });
  };
})();
