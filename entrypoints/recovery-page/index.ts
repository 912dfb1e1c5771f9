import { defineUnlistedScript } from '#imports';
import { t } from '../../lib/platform/i18n';
import { openSpareStorage } from '../../lib/platform/spare-storage';
import { localArea } from '../../lib/platform/local-area';
import { send } from '../../lib/platform/send';
import { createCopies } from '../../lib/vault/engines/copies';
import { createEngines } from '../../lib/vault/engines/engines';
import { repairCard, restartCard, snapshotCard, startOverCard, type Told } from './choices';
import { copiesView, remainsView } from './copies-view';
import { element } from './dom';
import { fileCard } from './file-card';
import { look, type Found } from './found';

/** So long a worker may take that has to start first; what comes later still counts. */
const PATIENCE_MS = 3000;

export default defineUnlistedScript(() => {
  // Framed, our page could be clicked through by the page around it.
  if (window.top === window.self) void start();
});

async function start(): Promise<void> {
  const copies = createCopies(
    createEngines({ factory: indexedDB, area: localArea(), openSpare: openSpareStorage }),
  );
  const { here, remains, choices } = frame();
  const refresh = async (): Promise<Found> => {
    const found = await look(copies);
    here.replaceChildren(element('h2', {}, t('repair_here')), ...copiesView(found));
    remains.replaceChildren(element('h2', {}, t('repair_remains')), ...remainsView(found));
    remains.hidden = found.remains.length === 0;
    return found;
  };

  const show = (found: Found, told: Told): void => {
    const scene = { found, told, refresh };
    const cards = [
      repairCard(scene),
      snapshotCard(scene),
      fileCard(scene),
      startOverCard(scene),
      restartCard(),
    ];
    choices.replaceChildren(
      element('h2', {}, t('repair_choices')),
      ...(told ? [] : [element('p', { class: 'notice', role: 'alert' }, t('repair_silent'))]),
      ...cards.filter((each) => each !== undefined),
    );
  };

  const asked = ask();
  const found = await refresh();
  const told = await Promise.race([asked, after(PATIENCE_MS)]);
  show(found, told);
  const late = told ?? (await asked);
  if (!told && late) show(found, late);
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function frame() {
  document.title = t('repair_title');
  const here = element('section');
  const choices = element('section');
  const remains = element('section', { hidden: '' });
  const head = element(
    'header',
    {},
    element('h1', {}, t('repair_title')),
    element('p', {}, t('repair_lead')),
  );
  document.body.append(element('main', {}, head, here, choices, remains));
  return { here, choices, remains };
}

async function ask(): Promise<Told> {
  try {
    const [status, view] = await Promise.all([send('vault/status', null), send('recovery/look', null)]);
    return { status, view };
  } catch {
    return undefined;
  }
}
