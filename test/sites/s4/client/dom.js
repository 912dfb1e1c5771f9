/** Makes an element. Attributes whose value is a function listen for the event of that name; `false` leaves one out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** A label and its input. */
export function field(id, label, attributes) {
  return [el('label', { for: id }, label), el('input', { id, name: id, ...attributes })];
}

/** Where in a row of steps the person is. */
export function steps(names, current) {
  const items = names.map((name, index) =>
    el('li', index === current ? { 'aria-current': 'step' } : {}, name),
  );
  return el('ol', { class: 'steps' }, ...items);
}

/** A form whose `submit` may throw; what it throws is told above the first field, which keeps the focus. */
export function form(submit, ...children) {
  const error = el('p', { class: 'error', role: 'alert', hidden: true });
  const send = async (event) => {
    event.preventDefault();
    error.hidden = true;
    try {
      await submit(new FormData(element));
    } catch (thrown) {
      error.textContent = thrown.message;
      error.hidden = false;
      element.querySelector('input')?.focus();
    }
  };
  const element = el('form', { submit: send }, error, ...children);
  return element;
}

/** Puts a view in place of the one before. Without a field to type in, the heading takes the focus. */
export function show(title, ...children) {
  document.title = `${title} · Tickets`;
  const heading = el('h1', { tabindex: '-1' }, title);
  const view = document.querySelector('#view');
  const above = children[0]?.matches?.('.steps') ? [children.shift()] : [];
  view.replaceChildren(...above, heading, ...children);
  (view.querySelector('input[autofocus]') ?? heading).focus();
}

/** Asks the server; throws its message where it refuses. */
export async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.message), { code: answer.error });
  return answer;
}
