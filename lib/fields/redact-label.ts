/**
 * Labels for a report that strangers may read: without secrets, without codes that are made of letters alone, and without
 * what looks like the name of a person. Left in, because labels are written in the same way: a name in small letters, one
 * capitalised word among others, a name that a label begins with, and a word of letters that is a code.
 */
import { redact } from './redact';

/** Words that tell nothing of a person, wherever they stand: of labels, and of the addresses that forms are sent to. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'account accounts admin api app approve auth authenticate authentication authenticator authorize back backup ' +
    'browser challenge change check code codes complete confirm confirmation continue device devices digit digits edit ' +
    'email enable enter factor field form generated here identity in key log login mail mfa mobile new number on one ' +
    'otp out passcode passcodes password phone pin please profile recovery register reset second security session ' +
    'sessions settings setup sign signin sms sso step steps submit the this time token tokens totp trust two type ' +
    'user username users validate validation verification verify with your 2fa 2sv'
  ).split(' '),
);
/** A name follows, even where it is one word. */
const BEFORE_NAMES: ReadonlySet<string> = new Set(
  (
    'as back bem-vindo benvenuta benvenuto bienvenida bienvenido bienvenue bonjour bonsoir ciao cześć dear for hallo ' +
    'hej hello hey hi hola oi olá out welcome willkommen witaj you'
  ).split(' '),
);

const CAPITALS = /(?<![\p{L}\p{N}])[A-Z]{8,15}(?![\p{L}\p{N}])/gu;
const DASHED = /(?<![\w-])[a-z\d]{4,8}(?:-[a-z\d]{4,8})+(?![\w-])/gi;
/** Alone, or the last of the label behind a colon. */
const SPACED = /(?<=^|[:=]\s*)[a-z\d]{4,8}(?: [a-z\d]{4,8})+$/gi;
const NAMES = /(?<=\S\s+)\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*)+/gu;
const CALLED = /(?<=(?<before>[\p{L}-]+)(?<mark>[,!]?)\s+)\p{Lu}[\p{L}'’-]*(?<after>\s*[?!.,]|$)?/gu;

export const redactLabel = (text: string): string =>
  redact(text)
    .replace(CAPITALS, unlessKnown)
    .replace(DASHED, (run) => unlessWords(run, '-'))
    .replace(SPACED, (run) => unlessWords(run, ' '))
    .replace(NAMES, withoutNames)
    .replace(CALLED, withoutCalled);

export const isKnown = (word: string): boolean => KNOWN.has(word.toLowerCase());

const unlessKnown = (word: string): string => (isKnown(word) ? word : '…');

/** Groups of one length are how recovery codes are written. */
function unlessWords(run: string, between: string): string {
  const groups = run.split(between);
  const areEqual = groups.every(({ length }) => length === groups[0]?.length);
  return areEqual && !groups.every(isKnown) ? '…' : run;
}

/** Two capitalised words side by side that are none of ours. */
function withoutNames(run: string): string {
  const words = run.split(/\s+/);
  const isName = (word: string | undefined): boolean => word !== undefined && !isKnown(word);
  return words
    .map((word, at) => (isName(word) && (isName(words[at - 1]) || isName(words[at + 1])) ? '…' : word))
    .join(' ')
    .replace(/…(?: …)+/g, '…');
}

function withoutCalled(name: string, ...rest: readonly unknown[]): string {
  const { before, mark, after } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
  const word = name.slice(0, name.length - (after ?? '').length);
  const isCalled = BEFORE_NAMES.has((before ?? '').toLowerCase()) || (mark === ',' && after !== undefined);
  return isCalled && !isKnown(word) ? `…${after ?? ''}` : name;
}
