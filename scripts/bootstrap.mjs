import { bootstrapOrExit } from './support/bootstrap.mjs';

await bootstrapOrExit({ browser: process.argv.includes('--browser') });
