/** Builds the pages of test/sites/widgets, as `npm test` does. */
import { bootstrapOrExit } from './support/bootstrap.mjs';

await bootstrapOrExit({ browser: false, widgets: true });
