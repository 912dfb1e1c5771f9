import { describe, expect, it } from 'vitest';
import { sectionAt, SECTIONS } from '../../../entrypoints/manager/section';

describe('an address in the manager', () => {
  it.each(SECTIONS)('leads to its section: #%s', (name) => {
    expect(sectionAt(`#${name}`)).toBe(name);
  });

  it.each(['', '#', '#create', '#unlock', '#toString', 'trash', '#trash/1'])(
    'that is none of a section leads to the accounts: "%s"',
    (hash) => {
      expect(sectionAt(hash)).toBe('accounts');
    },
  );
});
