/** The main job from nothing to a filled code, as `npm start` shows it and the end-to-end tests prove it. */
import type { Page } from '@playwright/test';
import type { Extension } from '../../test/e2e/extension';
import type { Sites } from '../../test/sites/server';

export interface Scene {
  readonly extension: Extension;
  readonly sites: Pick<Sites, 's2' | 's4'>;
  /** The tab in which the demo site is open. */
  readonly tab: Page;
}

export interface Step {
  /** As a file is named after it. */
  readonly name: string;
  readonly title: string;
  /** Returns the page that shows the outcome. */
  run(scene: Scene): Promise<Page>;
}

export const steps: readonly Step[] = [];
