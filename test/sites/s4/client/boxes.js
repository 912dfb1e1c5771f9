import { el } from './dom.js';

const LENGTH = 6;

/** Six boxes of one digit each: typing moves on, Backspace moves back, pasting spreads over all of them. */
export function codeBoxes(legend) {
  const boxes = Array.from({ length: LENGTH }, (_, index) =>
    el('input', {
      type: 'text',
      inputmode: 'numeric',
      maxlength: '1',
      autocomplete: 'off',
      'aria-label': `Digit ${index + 1} of ${LENGTH}`,
      autofocus: index === 0,
      required: true,
      input: () => {
        const box = boxes[index];
        box.value = box.value.replace(/\D/g, '');
        if (box.value !== '') boxes[index + 1]?.focus();
      },
      keydown: (event) => {
        if (event.key === 'Backspace' && boxes[index].value === '') boxes[index - 1]?.focus();
      },
      paste: (event) => {
        event.preventDefault();
        spread(boxes, event.clipboardData?.getData('text') ?? '');
      },
    }),
  );
  const element = el('fieldset', {}, el('legend', {}, legend), el('div', { class: 'boxes' }, ...boxes));
  return {
    element,
    value: () => boxes.map((box) => box.value).join(''),
    clear: () => boxes.forEach((box) => (box.value = '')),
  };
}

function spread(boxes, text) {
  const digits = text.replace(/\D/g, '').slice(0, boxes.length);
  [...digits].forEach((digit, index) => (boxes[index].value = digit));
  boxes[Math.min(digits.length, boxes.length - 1)].focus();
}
