// The shell of the console: finds the services' pages, shows one, holds the token, says how the services are.
import { api, el, holder, token } from '/api.js';

const SERVICES = ['inventory', 'zfs-sync', 'proxy-config', 'deployer', 'security'];
const EVERY = 5000;
const pages = new Map();
const page = document.getElementById('page');
const ASKING = 'token-form';
let leave = () => {};
let shown = 0;

function slug(title) {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

let tries = 0;

/** A module that could not be had once is not asked for again under the same address; hence the number. */
async function load(service) {
  try {
    const module = await import(`/api/${service}/ui/page.js${tries ? `?${tries}` : ''}`);
    for (const one of [module.default].flat()) pages.set(slug(one.title), { ...one, service });
  } catch (failure) {
    console.warn(`no page of ${service}`, failure);
  }
}

function navigation() {
  const sorted = [...pages].sort(([, a], [, b]) => (a.order ?? 100) - (b.order ?? 100));
  const here = current();
  document.getElementById('pages').replaceChildren(...sorted.map(([name, one]) =>
    el('a', { href: `#/${name}`, 'aria-current': name === here ? 'page' : null }, one.title)));
}

function current() {
  const wanted = location.hash.replace(/^#\/?/, '');
  if (pages.has(wanted)) return wanted;
  const first = [...pages].sort(([, a], [, b]) => (a.order ?? 100) - (b.order ?? 100))[0];
  return first?.[0];
}

async function show() {
  token.fromAddress();
  const turn = ++shown;
  leave();
  leave = () => {};
  navigation();
  const name = current();
  if (!token.get()) return askForToken('Paste a token to look in.');
  if (!name) {
    page.replaceChildren(el('p', { class: 'notice' }, 'No service has a page yet; they may still be starting.'));
    return;
  }
  const one = pages.get(name);
  document.title = `${one.title} · Brigade`;
  const section = el('section', { class: 'page', 'data-service': one.service });
  page.replaceChildren(el('h1', {}, one.title), section);
  try {
    const end = await one.render(section, api(one.service));
    if (turn === shown) leave = typeof end === 'function' ? end : () => {};
    else if (typeof end === 'function') end();
  } catch (failure) {
    if (turn === shown) trouble(failure);
  }
}

function trouble(failure) {
  if (failure.status === 401) return askForToken('The token is no longer good.');
  page.append(el('p', { class: 'notice bad', role: 'alert' }, failure.message,
    el('button', { class: 'button', type: 'button', onclick: show }, 'Try again')));
}

/** The page before it ends: what it would still ask for has no token, and would ask anew for one. */
function askForToken(why) {
  leave();
  leave = () => {};
  shown++;
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
    show();
  });
  page.replaceChildren(form);
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

async function health() {
  const lamps = await Promise.all(SERVICES.map(async service => {
    let state = 'bad';
    let says = 'does not answer';
    try {
      const answer = await fetch(`/api/${service}/health`, { signal: AbortSignal.timeout(4000) });
      state = answer.ok ? 'ok' : 'bad';
      says = answer.ok ? 'up' : 'down';
    } catch { /* it does not answer, which is what the lamp says */ }
    if (state === 'ok' && ![...pages.values()].some(one => one.service === service)) {
      tries++;
      await load(service);
      if (pages.size === 1 && !isAsking()) show();
      else navigation();
    }
    return el('span', { class: `lamp ${state}`, title: `${service}: ${says}` }, service);
  }));
  document.getElementById('services').replaceChildren(...lamps);
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
token.fromAddress();
who();
await Promise.all(SERVICES.map(load));
await show();
health();
