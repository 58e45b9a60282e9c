// What pages use to talk to their service and to make what they show. Data becomes text nodes, never markup.
const KEY = 'brigade-token';

/** The token that a service did not take, until one is given anew; with it nothing is asked for by itself. */
let refused;

/** Services send a comment every 15 seconds or more often; a stream that is silent for longer than this is dead (ADR 0158). */
const SILENT = 60_000;

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set(value) {
    refused = undefined;
    sessionStorage.setItem(KEY, value);
    window.dispatchEvent(new Event('brigade-token'));
  },
  /** Takes a token out of the address (#token=…), so that it stands neither there nor in the history. */
  fromAddress() {
    const found = /^#token=(.+)$/.exec(location.hash);
    if (!found) return;
    token.set(decodeURIComponent(found[1]));
    history.replaceState(null, '', location.pathname + '#/');
  },
};

/** Who the token says we are; undefined without a readable one. The services check it, this only shows it. */
export function holder() {
  try {
    const part = token.get().split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), c => c.charCodeAt(0))));
    return { name: claims.upn ?? claims.sub, roles: claims.groups ?? [], until: new Date(claims.exp * 1000) };
  } catch {
    return undefined;
  }
}

const ROLES = ['viewer', 'operator', 'admin'];

/** Whether the token says so; the services check it, this only decides which buttons are shown. */
const may = role => (holder()?.roles ?? []).some(mine => ROLES.indexOf(mine) >= ROLES.indexOf(role));

const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' };
const WRITTEN = { ...DATE, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
const DAYS = new Intl.DateTimeFormat('sv-SE', DATE);
const MINUTES = new Intl.DateTimeFormat('sv-SE', WRITTEN);
const SECONDS = new Intl.DateTimeFormat('sv-SE', { ...WRITTEN, second: '2-digit' });

/** What is no moment, or one that no browser knows, such as Java's Instant.MAX, is shown as it is. */
function written(moment, format) {
  if (!moment) return '–';
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? String(moment) : format.format(date);
}

/** A moment on the reader's clock, with its zone: 2026-03-14 10:26 CET; a dash for none. */
export const time = (moment, { seconds = false } = {}) => written(moment, seconds ? SECONDS : MINUTES);

/** The reader's day at that moment: 2026-03-14; a dash for none. */
export const day = moment => written(moment, DAYS);

/** el('a', {href, class, onclick}, 'text', node, …); null and false attributes and children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on') && typeof value === 'function') node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === 'style' && typeof value === 'object') Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Rows are lists of cells: text, nodes, or lists of both. Without rows the text `nothing`, when there is one, stands in its place. */
export function table(heads, rows, nothing) {
  if (nothing && rows.length === 0) return el('p', {}, nothing);
  return el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, heads.map(head => el('th', {}, head)))),
    el('tbody', {}, rows.map(cells => el('tr', {}, cells.map((cell, i) => el('td', { 'data-head': heads[i] }, cell))))));
}

/** Where a list is cut: how much of it is seen, and the way to what is older and back. `turn` gets the cursor of the page to show. */
export function pager({ items, next }, after, turn) {
  if (!next && !after) return '';
  const button = (text, cursor) => el('button', { class: 'button', type: 'button', 'data-key': text, onclick: () => turn(cursor) }, text);
  return el('p', { class: 'pager' }, after ? `${items.length} older ones.` : `The newest ${items.length}.`,
    next ? [' ', button('Older', next)] : '', after ? [' ', button('Newest', '')] : '');
}

const FIELDS = 'input, select, textarea';
const isChanged = field => (field.type === 'checkbox' ? field.checked !== field.defaultChecked
  : field.tagName !== 'SELECT' && field.value !== field.defaultValue);

/** Says where somebody writes that the box is older than it would be; with the next redraw that is gone. */
function hold(box, { form }) {
  if (box.querySelector('.held')) return;
  (box.contains(form) ? form : box).append(el('p', { class: 'muted held' }, 'Not refreshed while you write.'));
}

/** Shows these nodes in the box; not while somebody fills a form in there, which is told. What has the focus keeps it when it has a `data-key`. */
export function redraw(box, ...nodes) {
  const here = box.contains(document.activeElement) ? document.activeElement : undefined;
  const filled = here?.matches(FIELDS) ? here : [...box.querySelectorAll(FIELDS)].find(isChanged);
  if (filled) {
    hold(box, filled);
    return;
  }
  const keyed = key => [...box.querySelectorAll('[data-key]')].find(one => one.dataset.key === key);
  const key = here?.closest('[data-key]')?.dataset.key;
  box.replaceChildren(...nodes.flat(Infinity).filter(node => node !== null && node !== undefined && node !== false));
  if (key) keyed(key)?.focus({ preventScroll: true });
}

/** Nobody can use these parts while `work` is under way; the one that has the focus has it again then. */
export async function occupy(parts, work) {
  const focused = document.activeElement;
  parts.forEach(part => { part.disabled = true; });
  try {
    return await work();
  } finally {
    parts.forEach(part => { part.disabled = false; });
    if (parts.includes(focused) && document.activeElement === document.body) focused.focus({ preventScroll: true });
  }
}

/** Names one request for the header Idempotency-Key. (randomUUID is only there over https.) */
const requestKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

/**
 * The line of a page that says how the last thing came out: `attempt` does something and says what went wrong, `repeat` goes on doing it,
 * `submit` does it with a form, `connection` is what `follow` tells of itself.
 */
export function notice() {
  const line = el('p', { role: 'status' });
  const say = text => { line.textContent = text; };

  async function attempt(work) {
    say('');
    try {
      return await work();
    } catch (failure) {
      say(failure.message);
      line.scrollIntoView({ block: 'nearest' });
      return undefined;
    }
  }

  /** Leaves what the line says alone, but for its own failures. Rests until there is a token that is taken. Returns what stops it. */
  function repeat(work, pause) {
    let failed = '';
    const once = () => work().then(() => {
      if (failed && line.textContent === failed) say('');
      failed = '';
    }, failure => say(failed = failure.message));
    const timer = setInterval(() => { if (token.get() !== refused) once(); }, pause);
    return () => clearInterval(timer);
  }

  /**
   * The form can be sent once at a time. `work` gets `{key, at}`, the same as long as the form is as it was, so that what was not heard of
   * can be asked for again under the same Idempotency-Key.
   */
  function submit(form, work) {
    let filled;
    form.addEventListener('input', () => { filled = undefined; });
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const parts = [...form.elements].filter(part => !part.disabled);
      if (!parts.length) return;
      filled ??= { key: requestKey(), at: Date.now() };
      await occupy(parts, () => attempt(async () => {
        await work(filled);
        filled = undefined;
      }));
    });
  }

  let cut = '';
  /** What `follow` tells of a stream; nothing when it is there. */
  function connection(lost) {
    if (lost?.unshown) say(`Something that came cannot be shown: ${lost.unshown}`);
    else if (lost) say(cut = `Not connected since ${time(lost.since, { seconds: true })}: ${lost.why}${lost.isOver ? '' : '; trying again'}`);
    else if (cut && line.textContent === cut) say('');
  }

  return { line, say, attempt, repeat, submit, connection };
}

/** What was asked with a token that another has replaced says nothing of that one. */
async function problem(answer, used) {
  const text = await answer.text();
  let message = `HTTP ${answer.status}`;
  try {
    const body = JSON.parse(text);
    const fields = (body.errors ?? []).map(error => `${error.field} ${error.detail}`);
    message = [...new Set([body.detail ?? body.title ?? message, ...fields])].join('; ');
  } catch { /* no problem+json: the status has to do */ }
  if (answer.status === 401 && used === token.get()) {
    refused = used;
    window.dispatchEvent(new Event('brigade-unauthenticated'));
  }
  return Object.assign(new Error(message), { status: answer.status });
}

const anotherToken = async () => {
  while (token.get() === refused) await new Promise(wake => window.addEventListener('brigade-token', wake, { once: true }));
};

/** The client of one service; paths are relative to /api/<service>/. */
export function api(service) {
  const address = path => `/api/${service}/${path.replace(/^\//, '')}`;

  async function send(method, path, body, key) {
    const used = token.get();
    const headers = { Authorization: `Bearer ${used}`, Accept: 'application/json' };
    if (key) headers['Idempotency-Key'] = key;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let answer;
    try {
      answer = await fetch(address(path), { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new Error('the suite does not answer');
    }
    if (!answer.ok) throw await problem(answer, used);
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  }

  /** The items of all pages of a list. */
  async function all(path) {
    const items = [];
    let after = '';
    do {
      const page = await send('GET', `${path}${path.includes('?') ? '&' : '?'}limit=1000&after=${encodeURIComponent(after)}`);
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items;
  }

  /**
   * Server-sent events over fetch, because EventSource cannot carry a token; comes back after a break, where it was. `tell` gets
   * `{since, why, isOver}` when the stream is lost, nothing when it is there again, and `{unshown}`, why, when `onMessage` fails.
   * Where the token is not taken it waits for another.
   */
  function follow(path, onMessage, tell = () => {}) {
    const stop = new AbortController();
    let last = '';
    let since;
    const lose = (why, isOver) => tell({ since: since ??= new Date(), why, isOver });

    /** What cannot be read or shown is no lost connection. */
    function show(message) {
      try {
        onMessage(JSON.parse(message.data), message.event);
      } catch (failure) {
        console.error(`a message of ${path} cannot be shown`, message, failure);
        tell({ unshown: failure.message });
      }
    }

    async function once(heard) {
      const silence = new AbortController();
      let timer;
      const listen = () => {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(new Error('nothing was heard for a minute')), SILENT);
      };
      try {
        listen();
        const used = token.get();
        const headers = { Authorization: `Bearer ${used}`, Accept: 'text/event-stream' };
        if (last) headers['Last-Event-ID'] = last;
        const answer = await fetch(address(path), { headers, signal: AbortSignal.any([stop.signal, silence.signal]) });
        if (answer.status === 204) return true;
        if (!answer.ok) throw await problem(answer, used);
        if (since) tell();
        since = undefined;
        for await (const message of messages(answer.body, () => { listen(); heard(); })) {
          last = message.id || last;
          show(message);
          if (message.event === 'end') return true;
        }
        return false;
      } finally {
        clearTimeout(timer);
      }
    }

    (async () => {
      for (let pause = 500; !stop.signal.aborted; pause = Math.min(pause * 2, 10_000)) {
        try {
          if (await once(() => { pause = 500; })) return;
          since = new Date();
        } catch (failure) {
          if (stop.signal.aborted) return;
          const isOver = failure.status >= 400 && failure.status < 500 && ![401, 429].includes(failure.status);
          lose(failure instanceof TypeError ? 'the suite does not answer' : failure.message, isOver);
          if (isOver) return;
          if (failure.status === 401) await anotherToken();
        }
        await new Promise(wake => setTimeout(wake, pause));
      }
    })();
    return () => stop.abort();
  }

  return {
    el,
    table,
    notice,
    time,
    day,
    occupy,
    pager,
    redraw,
    may,
    get: path => send('GET', path),
    all,
    /** With a key (Idempotency-Key) the same request may be sent again. */
    post: (path, body, key) => send('POST', path, body ?? {}, key),
    delete: path => send('DELETE', path),
    follow,
  };
}

/** `heard` is called for all that comes, comments too. */
async function* messages(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    yield* blocks(reader, heard);
  } finally {
    // Whoever stops listening gives the connection back; what is broken already cannot be given up.
    reader.cancel().catch(() => {});
  }
}

async function* blocks(reader, heard) {
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    const whole = (rest + value).split(/\r?\n\r?\n/);
    rest = whole.pop();
    for (const block of whole) {
      const message = { event: 'message', id: '', data: '' };
      for (const line of block.split(/\r?\n/)) {
        const [, name, text] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
        if (name === 'data') message.data += (message.data && '\n') + text;
        else if (name) message[name] = text;
      }
      if (message.data) yield message;
    }
  }
}
