import { describe, expect, it, vi } from 'vitest';
import { NewPassphrase } from '../../../../components/state/new-passphrase.svelte';

const judge = () => Promise.resolve(() => 1e15);

function fresh(): NewPassphrase {
  let count = 0;
  return new NewPassphrase(() => `six generated words number ${++count} here`, judge);
}

describe('a new passphrase', () => {
  it('is generated, and ready once the words are kept', () => {
    const passphrase = fresh();
    expect(passphrase.ready).toBe(false);
    passphrase.kept = true;
    expect([passphrase.ready, passphrase.text]).toEqual([true, 'six generated words number 1 here']);
  });

  it('has to be kept again when other words are asked for', () => {
    const passphrase = fresh();
    passphrase.kept = true;
    passphrase.another();
    expect([passphrase.ready, passphrase.text]).toEqual([false, 'six generated words number 2 here']);
  });

  it('of one’s own is ready when it is strong and was typed twice', async () => {
    const passphrase = fresh();
    passphrase.way = 'own';
    passphrase.chosen.text = 'orbit staple horse';
    passphrase.chosen.changed();
    await vi.waitFor(() => expect(passphrase.chosen.verdict).toBe('strong'));
    expect(passphrase.ready).toBe(false);
    passphrase.chosen.again = 'orbit staple horse';
    expect([passphrase.ready, passphrase.text]).toEqual([true, 'orbit staple horse']);
  });

  it('leaves nothing behind when it is cleared', () => {
    const passphrase = fresh();
    passphrase.chosen.text = passphrase.chosen.again = 'orbit staple horse';
    passphrase.kept = true;
    passphrase.clear();
    const { words, chosen, ready } = passphrase;
    expect([words, chosen.text, chosen.again, ready]).toEqual(['', '', '', false]);
  });
});
