import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../lib/limits';
import { decode } from '../../../lib/qr/decode';
import type { Engine, Place, QrSymbol } from '../../../lib/qr/engine';
import type { Plane, Rgba } from '../../../lib/qr/plane';
import { BLACK_INK, blank, CLEAR, draw, latin1, noise, WHITE_INK } from './draw';
import { jsqr, zxing } from './engines';

const KEY_URI = 'otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example';
const always = () => true;

const engines: Record<string, () => Promise<Engine>> = {
  'zxing-cpp': zxing,
  jsQR: () => Promise.resolve(jsqr(50)),
};

describe.each(Object.keys(engines))('an image decoded with %s', (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = (await engines[name]?.()) as Engine;
  });
  const textsIn = async (image: Rgba) => (await decode(image, engine, always)).codes.map(({ text }) => text);

  it('gives its one code and where it stands', async () => {
    const image = blank(400, 300);
    const { size } = draw(image, KEY_URI, { x: 90, y: 60 });
    const { codes, unreadable } = await decode(image, engine, always);
    expect(codes.map(({ text, tooLong }) => ({ text, tooLong }))).toEqual([
      { text: KEY_URI, tooLong: false },
    ]);
    expectNear(codes[0]!.place, { x: 90, y: 60, width: size, height: size });
    expect(unreadable).toBe(0);
  });

  it('gives every code on it, each with its own place, from top to bottom', async () => {
    const image = blank(900, 900);
    const places = [
      { x: 560, y: 40 },
      { x: 40, y: 300 },
      { x: 480, y: 600 },
    ];
    const drawn = places.map((at, index) => ({ ...at, ...draw(image, `${KEY_URI}&n=${index}`, at) }));
    const { codes } = await decode(image, engine, always);
    expect(codes.map(({ text }) => text)).toEqual(places.map((_, index) => `${KEY_URI}&n=${index}`));
    for (const [index, { x, y, size }] of drawn.entries()) {
      expectNear(codes[index]!.place, { x, y, width: size, height: size });
    }
  });

  it('gives a text that stands in two places twice', async () => {
    const image = blank(700, 400);
    draw(image, KEY_URI, { x: 40, y: 80 });
    draw(image, KEY_URI, { x: 400, y: 80 });
    expect(await textsIn(image)).toEqual([KEY_URI, KEY_URI]);
  });

  it.each([
    ['light on dark', blank(300, 300, BLACK_INK), WHITE_INK],
    ['dark on nothing', blank(300, 300, CLEAR), BLACK_INK],
    ['light on nothing', blank(300, 300, CLEAR), WHITE_INK],
    ['in colours', blank(300, 300, [255, 240, 200, 255]), [20, 40, 130, 255] as const],
    ['half transparent', blank(300, 300, CLEAR), [0, 0, 0, 160] as const],
  ])('is read %s', async (_, image, ink) => {
    draw(image, KEY_URI, { x: 60, y: 60, ink });
    expect(await textsIn(image)).toEqual([KEY_URI]);
  });

  it.each([
    ['no Key URI', 'WIFI:S:Café;T:WPA;P:x;;'],
    ['UTF-8 it does not announce', 'otpauth://totp/Bücher 東京:é?secret=JBSWY3DPEHPK3PXP'],
    ['emoji', 'otpauth://totp/🔑?secret=JBSWY3DPEHPK3PXP'],
    ['digits alone', '0123456789012345'],
  ])('keeps a text of %s as it is', async (_, text) => {
    const image = blank(400, 400);
    draw(image, text, { x: 60, y: 60 });
    expect(await textsIn(image)).toEqual([text]);
  });

  it('takes bytes that are not UTF-8 as Latin-1', async () => {
    const text = 'otpauth://totp/Bücher:café?secret=JBSWY3DPEHPK3PXP';
    const image = blank(400, 400);
    draw(image, latin1(text), { x: 60, y: 60 });
    expect(await textsIn(image)).toEqual([text]);
  });

  it.each([
    ['keeps the longest text it takes', 'A', LIMITS.keyUriLength, LIMITS.keyUriLength, false],
    ['drops a longer one but says so', '7', LIMITS.keyUriLength + 1, 0, true],
  ])('%s', async (_, character, length, kept, tooLong) => {
    const image = blank(800, 800);
    draw(image, character.repeat(length), { x: 40, y: 40, options: { errorCorrectionLevel: 'L' } });
    const { codes } = await decode(image, engine, always);
    expect(codes.map((code) => [code.text.length, code.tooLong])).toEqual([[kept, tooLong]]);
  });

  it.each([
    ['empty', blank(200, 200)],
    ['of one pixel', blank(1, 1)],
    ['noise', noise(400, 300)],
  ])('that is %s gives nothing', async (_, image) => {
    expect(await decode(image, engine, always)).toEqual({ codes: [], unreadable: 0 });
  });

  it('gives back whatever text was drawn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), async (text) => {
        const image = blank(400, 400);
        draw(image, [{ data: Buffer.from(text), mode: 'byte' }], { x: 40, y: 40 });
        expect(await textsIn(image)).toEqual([text]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a code that is seen but not readable', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await zxing();
  });

  it('is counted', async () => {
    const image = blank(300, 300);
    const { size } = draw(image, KEY_URI, { x: 60, y: 60, options: { errorCorrectionLevel: 'L' } });
    hide(image, { x: 100, y: 100, width: size - 70, height: size - 70 });
    expect(await decode(image, engine, always)).toEqual({ codes: [], unreadable: 1 });
  });

  it('does not keep the others from being read', async () => {
    const image = blank(700, 300);
    const { size } = draw(image, KEY_URI, { x: 60, y: 60, options: { errorCorrectionLevel: 'L' } });
    hide(image, { x: 100, y: 100, width: size - 70, height: size - 70 });
    draw(image, KEY_URI, { x: 400, y: 60 });
    const { codes, unreadable } = await decode(image, engine, always);
    expect(codes).toHaveLength(1);
    expect(unreadable).toBe(1);
  });
});

const place: Place = { x: 20, y: 20, width: 40, height: 40 };
const doubled: Place = { x: 40, y: 40, width: 80, height: 80 };
const read = (text: string, at: Place): QrSymbol => ({
  read: true,
  place: at,
  bytes: new TextEncoder().encode(text),
  hasEci: false,
  text,
});
const unread = (at: Place): QrSymbol => ({ read: false, place: at });

/** Answers the looks in turn, and notes their planes. */
function script(...answers: QrSymbol[][]): { engine: Engine; planes: Plane[] } {
  const planes: Plane[] = [];
  return { planes, engine: (plane) => Promise.resolve(answers[planes.push(plane) - 1] ?? []) };
}

describe('the second look', () => {
  it('is taken at twice the size where something stayed unread, and its finds keep their place', async () => {
    const { engine, planes } = script([unread(place)], [read('x', doubled)]);
    const result = await decode(blank(100, 80), engine, always);
    expect(planes.map(({ width, height }) => [width, height])).toEqual([
      [100, 80],
      [200, 160],
    ]);
    expect(result).toEqual({ codes: [{ text: 'x', tooLong: false, place }], unreadable: 0 });
  });

  it.each([
    ['everything was read', [read('x', place)], always],
    ['nothing was seen', [], always],
    ['what was seen is too small to be a code', [unread({ x: 0, y: 0, width: 9, height: 9 })], always],
    ['what was seen is a code that was read, too', [read('x', place), unread({ ...place, x: 24 })], always],
    ['there is no time left', [unread(place)], () => false],
  ])('is not taken where %s', async (_, symbols, hasTime) => {
    const { engine, planes } = script(symbols);
    await decode(blank(100, 80), engine, hasTime);
    expect(planes).toHaveLength(1);
  });

  it('does not enlarge an image that is large already', async () => {
    const { engine, planes } = script([unread(place)]);
    await decode(blank(2100, 2010), engine, always);
    expect(planes.map(({ width }) => width)).toEqual([2100, 2100]);
  });
});

describe('of what an engine saw, decoding', () => {
  it('keeps a code that both looks read once', async () => {
    const { engine } = script([read('x', place), unread({ ...place, x: 70 })], [read('x', doubled)]);
    const { codes, unreadable } = await decode(blank(200, 80), engine, always);
    expect(codes).toHaveLength(1);
    expect(unreadable).toBe(1);
  });

  it('drops a code without content', async () => {
    const { engine } = script([read('', place)]);
    expect(await decode(blank(100, 80), engine, always)).toEqual({ codes: [], unreadable: 0 });
  });

  it('takes the text of the engine where the symbol names its character set', async () => {
    const symbol: QrSymbol = { read: true, place, bytes: Uint8Array.of(0x41), hasEci: true, text: '東' };
    const { engine } = script([symbol]);
    expect((await decode(blank(100, 80), engine, always)).codes[0]?.text).toBe('東');
  });
});

function expectNear(actual: Place, expected: Place): void {
  for (const side of ['x', 'y', 'width', 'height'] as const) {
    expect(Math.abs(actual[side] - expected[side]), side).toBeLessThanOrEqual(4);
  }
}

/** A grey patch, as a logo or a finger would leave. */
function hide(image: Rgba, { x, y, width, height }: Place): void {
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      image.data.set([200, 200, 200, 255], 4 * (row * image.width + column));
    }
  }
}
