// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { createTree, MAX_PARTS } from '../../../lib/fields/outline-tree';
import { show } from './page';

const names = (nodes: readonly Node[]): readonly string[] =>
  nodes.map(({ nodeName }) => nodeName.toLowerCase());

test('a part comes with what it stands in, in the order of the page, whatever was added first', () => {
  show('<p><i></i><b></b></p><u></u>');
  const tree = createTree();
  for (const name of ['u', 'b', 'i']) expect(tree.add(document.querySelector(name)!)).toBe(true);
  expect(names(tree.tops())).toEqual(['html']);
  expect(names(tree.below(document.documentElement))).toEqual(['body']);
  expect(names(tree.below(document.body))).toEqual(['p', 'u']);
  expect(names(tree.below(document.querySelector('p')!))).toEqual(['i', 'b']);
});

test('a shadow root comes before the other children of its host', () => {
  show('<x-host><i></i></x-host>');
  const host = document.querySelector('x-host')!;
  host.attachShadow({ mode: 'open' }).innerHTML = '<b></b>';
  const tree = createTree();
  tree.add(host.querySelector('i')!);
  tree.add(host.shadowRoot!.querySelector('b')!);
  expect(tree.below(host)).toEqual([host.shadowRoot, host.querySelector('i')]);
});

test('where there is no room, nothing is added, not even in part', () => {
  show('<i></i>'.repeat(MAX_PARTS) + '<p><b></b></p>');
  const tree = createTree();
  const added = [...document.querySelectorAll('i')].filter((element) => tree.add(element));
  expect(added.length).toBe(MAX_PARTS - 3);
  expect(tree.add(document.querySelector('b')!)).toBe(false);
  expect(tree.below(document.body)).toHaveLength(added.length);
  expect(tree.add(added[0]!)).toBe(true);
});
