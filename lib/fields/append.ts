/** Some sites take the code behind the password, in one field. The password stays as the user or the browser typed it. */
import { type Course, follow } from './course';
import { focusedElement, rootsOf } from './deep';
import { findAll, matches, viewOf } from './dom';
import { autocompleteOf, type Field, isUsable, valueOf } from './field';
import { roomOf } from './job';
import type { FillReport, FillRequest } from './report';
import { createTypist } from './typist';
import type { Extras, Ways } from './ways';

/** What we put behind the password of each field, so that the next code takes its place. */
const appended = new WeakMap<HTMLElement, string>();

/** More password fields than this are no sign-in. */
const MAX_FIELDS = 20;
const PASSWORD = 'input[type=password]';

export const append: Extras['append'] = async (document, request, ways) => {
  const { pointed = false } = request;
  const focused = focusedElement(document, ways.openRoot);
  if (pointed && !(focused && matches(focused, PASSWORD))) return 'beside';
  const fields = passwordsOf(document, ways).filter(({ element }) => !pointed || element === focused);
  if (fields.length === 0) return { result: 'nothing' };
  const typed = fields.filter((each) => valueOf(each) !== '');
  // Of two, as where one can sign in or sign up, the one that the user stands in.
  const field = typed.length === 1 ? typed[0] : typed.find(({ element }) => element === focused);
  if (field === undefined) return { result: 'refused', reason: 'no-password' };
  const password = passwordIn(field);
  if (password === '') return { result: 'refused', reason: 'no-password' };
  if (roomOf([field]) < password.length + request.code.length) return { result: 'refused', reason: 'short' };
  const course = follow(document, [field]);
  try {
    return await carryOut(document, request, ways, { field, password, course });
  } finally {
    course.stop();
  }
};

interface Place {
  readonly field: Field;
  readonly password: string;
  readonly course: Course;
}

async function carryOut(
  document: Document,
  { code, submit }: FillRequest,
  ways: Ways,
  { field, password, course }: Place,
): Promise<FillReport> {
  const isThere = (): boolean => valueOf(field) === password + code;
  if (!isThere()) {
    const typist = createTypist(document, ways.pause);
    await typist.focus(field);
    if (await typist.type(field, code, password)) appended.set(field.element, code);
    await ways.pause();
    if (course.hasTaken([field]) && appended.get(field.element) === code)
      return { result: 'filled', sent: 'page' };
    typist.leave(field);
    if (!isThere())
      return { result: 'partly', filled: 0, of: code.length, wrong: [...code.split('').keys()] };
  }
  const goesOn = (): boolean => !isThere() || course.hasTaken([field]);
  if (submit !== true) return { result: 'filled', sent: 'no' };
  return {
    result: 'filled',
    sent: (await ways.extras?.submit(document, field, goesOn, ways)) ?? 'no-button',
  };
}

/** What stands in a field without the code that we put there before. */
function passwordIn(field: Field): string {
  const value = valueOf(field);
  const old = appended.get(field.element);
  return old !== undefined && value.endsWith(old) ? value.slice(0, -old.length) : value;
}

/** Those that hold the password of today, where a page asks for a new one too. */
function passwordsOf(document: Document, { layout, openRoot }: Ways): readonly Field[] {
  const view = viewOf(document);
  if (view === null) return [];
  const place = layout(view);
  return rootsOf(document, openRoot)
    .flatMap((root) => findAll(root, PASSWORD))
    .slice(0, MAX_FIELDS)
    .filter(
      (element) => isUsable(element) && autocompleteOf(element) !== 'new-password' && place.shown(element),
    )
    .map((element) => ({ element, type: 'password' }));
}
