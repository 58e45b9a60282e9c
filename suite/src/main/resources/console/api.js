// What pages use to talk to their service and to make what they show. Data becomes text nodes, never markup.
const KEY = 'brigade-token';

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set: value => sessionStorage.setItem(KEY, value),
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

/** The line of a page that says how the last thing came out: `attempt` does something and says what went wrong, `repeat` goes on doing it. */
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

  /** Leaves what the line says alone, but for its own failures. Returns what stops it. */
  function repeat(work, pause) {
    let failed = '';
    const timer = setInterval(() => work().then(() => {
      if (failed && line.textContent === failed) say('');
      failed = '';
    }, failure => say(failed = failure.message)), pause);
    return () => clearInterval(timer);
  }

  return { line, say, attempt, repeat };
}

async function problem(answer) {
  const text = await answer.text();
  let message = `HTTP ${answer.status}`;
  try {
    const body = JSON.parse(text);
    const fields = (body.errors ?? []).map(error => `${error.field} ${error.detail}`);
    message = [...new Set([body.detail ?? body.title ?? message, ...fields])].join('; ');
  } catch { /* no problem+json: the status has to do */ }
  if (answer.status === 401) window.dispatchEvent(new Event('brigade-unauthenticated'));
  return Object.assign(new Error(message), { status: answer.status });
}

/** The client of one service; paths are relative to /api/<service>/. */
export function api(service) {
  const address = path => `/api/${service}/${path.replace(/^\//, '')}`;

  async function send(method, path, body) {
    const headers = { Authorization: `Bearer ${token.get()}`, Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let answer;
    try {
      answer = await fetch(address(path), { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new Error('the suite does not answer');
    }
    if (!answer.ok) throw await problem(answer);
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  }

  /** The items of all pages of a list. */
  async function all(path) {
    const items = [];
    let after = '';
    do {
      const page = await send('GET', `${path}?limit=1000&after=${encodeURIComponent(after)}`);
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items;
  }

  /** Server-sent events over fetch, because EventSource cannot carry a token; comes back after a break, where it was. */
  function follow(path, onMessage) {
    const stop = new AbortController();
    let last = '';
    (async () => {
      for (let pause = 500; !stop.signal.aborted; pause = Math.min(pause * 2, 10_000)) {
        try {
          const headers = { Authorization: `Bearer ${token.get()}`, Accept: 'text/event-stream' };
          if (last) headers['Last-Event-ID'] = last;
          const answer = await fetch(address(path), { headers, signal: stop.signal });
          if (answer.status === 204) return;
          if (!answer.ok) throw await problem(answer);
          for await (const message of messages(answer.body)) {
            pause = 500;
            last = message.id || last;
            onMessage(JSON.parse(message.data), message.event);
            if (message.event === 'end') return;
          }
        } catch (failure) {
          if (stop.signal.aborted || (failure.status >= 400 && failure.status < 500)) return;
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
    may,
    get: path => send('GET', path),
    all,
    post: (path, body) => send('POST', path, body ?? {}),
    delete: path => send('DELETE', path),
    follow,
  };
}

async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
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
