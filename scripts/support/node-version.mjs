/** Imported first by every script: an old Node is told so in a sentence, not by a stack trace from some package. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!supported) {
  console.error(
    `Lockstep needs Node 20.19 or newer in the 20 series, or 22.12 or newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}
