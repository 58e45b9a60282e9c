// The shell: which page is seen, and how the services are.
import { all, as, away, button, check, count, field, hurry, items, play, problem, same, sees, until } from './played.js';

const lamp = service => all('.lamp', document).find(one => one.textContent.startsWith(service));
const healthy = service => play(`GET ${service}/health`, {});

const shell = (hash, ...gone) => shellFor('viewer', hash, ...gone);

async function shellFor(role, hash, ...gone) {
  hurry();
  as(role);
  await away(...gone);
  location.hash = hash;
  ['inventory', 'zfs-sync', 'proxy-config', 'deployer', 'security'].forEach(healthy);
  await import('/shell.js');
}

/** Somebody bans, and the token ends before it is sent. */
async function halfBanned() {
  play('GET proxy-config/proxies', []);
  await shellFor('operator', '#/bans');
  await until(() => field('network'), 'the form is there');
  field('network').value = '203.0.113.9';
  field('reason').value = 'crawls';
  play('GET proxy-config/bans', () => problem(401, 'it has ended'));
  await until(() => field('token'), 'a token is asked for');
  play('GET proxy-config/bans', items({ id: '7', network: '198.51.100.7', reason: 'scans', addedBy: 'alex', enforcedOn: 0 }));
}

function enter(role) {
  as(role);
  field('token').value = sessionStorage.getItem('brigade-token');
  button('Enter').click();
}

const seen = () => document.querySelector('h1')?.textContent;

export default {
  async 'a page that comes late is shown when it was asked for'() {
    await shell('#/bans', 'proxy-config');
    await sees('There is no page bans yet');
    await away('none');
    await until(() => seen() === 'Bans', 'Bans is shown');
    same(all('[aria-current]', document).map(one => one.textContent), ['Bans']);
  },

  async 'the first service shows its page also when it has two'() {
    await shell('', 'inventory', 'zfs-sync', 'proxy-config', 'deployer', 'security');
    await sees('No service has a page yet');
    await away('inventory', 'proxy-config', 'deployer', 'security');
    await until(() => seen() === 'Copies', 'Copies is shown');
  },

  async 'who reads a page keeps it when another comes'() {
    await shell('', 'inventory');
    await until(() => seen() === 'Copies', 'Copies is shown');
    await away('none');
    await until(() => all('nav a', document).some(one => one.textContent === 'Nodes'), 'Nodes has come');
    same(seen(), 'Copies');
  },

  async 'what was typed is there again when the token has ended'() {
    await halfBanned();
    check(!field('network').checkVisibility(), 'the page is seen');
    const before = count('GET proxy-config/bans');
    await new Promise(then => setTimeout(then, 30_000));
    same(count('GET proxy-config/bans'), before);
    enter('operator');
    await sees('198.51.100.7');
    same([field('network').value, field('reason').value, field('token')], ['203.0.113.9', 'crawls', null]);
    check(field('network').checkVisibility(), 'the page is not seen');
  },

  async 'who comes with other roles begins anew'() {
    await halfBanned();
    enter('admin');
    await sees('198.51.100.7');
    same([field('network').value, field('token')], ['', null]);
  },

  async 'a page of which a part could not be had comes when it can'() {
    await shell('#/copies', 'zfs-sync/copies.js');
    await sees('There is no page copies yet');
    await away('none');
    await until(() => seen() === 'Copies', 'Copies is shown');
  },

  async 'a lamp says its state in words and stays the same element'() {
    play('GET deployer/health', () => new Response('', { status: 503 }));
    hurry();
    as('viewer');
    await away('none');
    ['inventory', 'zfs-sync', 'proxy-config', 'security'].forEach(healthy);
    await import('/shell.js');
    await until(() => lamp('deployer')?.textContent === 'deployer: down', 'the deployer is down');
    const before = lamp('inventory');
    let changes = 0;
    new MutationObserver(() => { changes++; }).observe(document.getElementById('services'), { childList: true, subtree: true, attributes: true });
    healthy('deployer');
    await until(() => lamp('deployer').textContent === 'deployer: up', 'the deployer is up');
    check(lamp('inventory') === before, 'another element');
    check(changes <= 4, `${changes} changes`);
  },
};
