// The shell of the console: finds the services' pages, shows one, holds the token, says how the services are.
import { api, el, holder, token } from '/api.js';

const SERVICES = ['inventory', 'zfs-sync', 'proxy-config', 'deployer', 'security'];
const EVERY = 5000;
const pages = new Map();
const page = document.getElementById('page');
const ASKING = 'token-form';
let leave = () => {};
let shown = 0;
/** The page is there, whole; it is set aside and shown again where its token ends. */
let isRendered = false;
/** The name of the page that is seen; undefined when none is. */
let displayed;

function slug(title) {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

let tries = 0;

/** A module that could not be had once is not asked for again under the same address by every browser; hence the number. */
async function load(service) {
  try {
    const module = await import(`/api/${service}/ui/page.js${tries ? `?${tries}` : ''}`);
    for (const one of [module.default].flat()) pages.set(slug(one.title), { ...one, service });
  } catch (failure) {
    console.warn(`no page of ${service}`, failure);
  }
}

const inOrder = () => [...pages].sort(([, a], [, b]) => (a.order ?? 100) - (b.order ?? 100));

function navigation() {
  document.getElementById('pages').replaceChildren(...inOrder().map(([name, one]) =>
    el('a', { href: `#/${name}`, 'aria-current': name === displayed ? 'page' : null }, one.title)));
}

const wanted = () => location.hash.replace(/^#\/?/, '');

/** The page that the address names; the first, when it names none; undefined as long as that has not come. */
function current() {
  const name = wanted();
  return name === '' ? inOrder()[0]?.[0] : pages.has(name) ? name : undefined;
}

async function show() {
  token.fromAddress();
  const turn = ++shown;
  isRendered = false;
  leave();
  leave = () => {};
  const name = current();
  displayed = token.get() ? name : undefined;
  navigation();
  if (!token.get()) return askForToken('Paste a token to look in.');
  if (!name) {
    document.title = 'Brigade';
    page.replaceChildren(el('p', { class: 'notice' }, pages.size
      ? `There is no page ${wanted()} yet; its service may still be starting.`
      : 'No service has a page yet; they may still be starting.'));
    return;
  }
  const one = pages.get(name);
  document.title = `${one.title} · Brigade`;
  const section = el('section', { class: 'page', 'data-service': one.service });
  page.replaceChildren(el('h1', {}, one.title), section);
  try {
    const end = await one.render(section, api(one.service));
    const stop = typeof end === 'function' ? end : () => {};
    if (turn !== shown) return stop();
    leave = stop;
    isRendered = true;
  } catch (failure) {
    if (turn === shown) trouble(failure);
  }
}

function trouble(failure) {
  if (failure.status === 401) return askForToken('The token is no longer good.');
  page.append(el('p', { class: 'notice bad', role: 'alert' }, failure.message,
    el('button', { class: 'button', type: 'button', onclick: show }, 'Try again')));
}

/** What a page shows and lets do is decided when it is drawn. */
function owner() {
  const known = holder();
  return known && JSON.stringify([known.name, known.roles]);
}

/** Sets the page aside with what was typed into it; ends it when it is not whole. Returns what shows it again, when that can be. */
function setAside() {
  if (!isRendered) {
    leave();
    leave = () => {};
    shown++;
    displayed = undefined;
    page.replaceChildren();
    return undefined;
  }
  const { title } = document;
  const focused = document.activeElement;
  const parts = [...page.children];
  parts.forEach(part => { part.hidden = true; });
  return () => {
    document.title = title;
    parts.forEach(part => { part.hidden = false; });
    focused.focus({ preventScroll: true });
  };
}

function askForToken(why) {
  const before = owner();
  const again = setAside();
  document.title = 'Brigade';
  const field = el('input', { name: 'token', type: 'password', autocomplete: 'off', required: true, 'aria-label': 'Token' });
  const form = el('form', { class: 'form card narrow', id: ASKING },
    el('h1', {}, 'Who are you?'),
    el('p', {}, why, ' On the suite’s machine ', el('code', {}, './brigade token'), ' prints one.'),
    field, el('button', { class: 'button primary', type: 'submit' }, 'Enter'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    token.set(field.value.trim());
    who();
    if (!again || !before || owner() !== before) return show();
    form.remove();
    again();
  });
  page.append(form);
  field.focus();
}

/** Somebody may be typing a token; whatever asks for another must not take it away. */
function isAsking() {
  return document.getElementById(ASKING) !== null;
}

function who() {
  const known = holder();
  const button = document.getElementById('who');
  button.hidden = !known;
  button.textContent = known ? `${known.name} · ${known.roles.join(', ')}` : '';
  button.title = known ? `until ${known.until.toLocaleString()}; click to leave` : '';
}

/** A page that has come is shown when nothing else is, never in place of one that somebody reads. */
function arrived() {
  if (!isAsking() && displayed === undefined) show();
  else navigation();
}

const lamps = new Map(SERVICES.map(service => {
  const lamp = el('span', { class: 'lamp' }, service, el('span', { class: 'unseen' }));
  return [service, lamp];
}));

/** Changes the lamp only with its state, for what changes is read out. */
function light(service, state, says) {
  const lamp = lamps.get(service);
  if (lamp.title === `${service}: ${says}`) return;
  lamp.className = `lamp ${state}`;
  lamp.title = `${service}: ${says}`;
  lamp.lastChild.textContent = `: ${says}`;
}

async function health() {
  await Promise.all(SERVICES.map(async service => {
    let state = 'bad';
    let says = 'does not answer';
    try {
      const answer = await fetch(`/api/${service}/health`, { signal: AbortSignal.timeout(4000) });
      state = answer.ok ? 'ok' : 'bad';
      says = answer.ok ? 'up' : 'down';
    } catch { /* it does not answer, which is what the lamp says */ }
    light(service, state, says);
    if (state === 'ok' && ![...pages.values()].some(one => one.service === service)) {
      tries++;
      await load(service);
      arrived();
    }
  }));
  setTimeout(health, EVERY);
}

document.getElementById('who').addEventListener('click', () => {
  token.set('');
  who();
  show();
});
window.addEventListener('hashchange', () => { who(); show(); });
window.addEventListener('brigade-unauthenticated', () => {
  if (!isAsking()) askForToken('The token is no longer good.');
});
document.getElementById('services').replaceChildren(...lamps.values());
token.fromAddress();
who();
await Promise.all(SERVICES.map(load));
await show();
health();
