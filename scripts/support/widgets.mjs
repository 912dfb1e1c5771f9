import path from 'node:path';
import { installPackages } from './packages.mjs';
import { step } from './step.mjs';
import { widgetsAreBuilt, widgetsFolder } from './widgets-folder.mjs';

/** Installs and builds test/sites/widgets, where that has not been done for what lies there now. */
export async function prepareWidgets() {
  await installPackages('Installing the packages of the widgets', widgetsFolder);
  if (widgetsAreBuilt()) return;
  const vite = path.join(widgetsFolder, 'node_modules/vite/bin/vite.js');
  await step('Building the widgets', [process.execPath, vite, 'build', widgetsFolder]);
}
