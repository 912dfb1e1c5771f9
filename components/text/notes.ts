import type { KeyUriNote } from '../../lib/otp/key-uri';
import { t } from '../../lib/platform/i18n';
import { shortened } from './visible';

/** Why to look twice before saving. */
export function noteText(note: KeyUriNote, issuer: string): string {
  switch (note.kind) {
    case 'weak-secret':
      return t('note_weak_secret');
    case 'unusual-period':
      return t('note_unusual_period');
    case 'issuer-mismatch':
      return t('note_issuer_mismatch', shortened(issuer, 60), shortened(note.prefix, 60));
    case 'duplicate-parameter':
      return t('note_duplicate_parameter', note.names.join(', '));
  }
}
