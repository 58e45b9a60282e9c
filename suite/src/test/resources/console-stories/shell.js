// The shell: which page is seen, and how the services are.
import { all, as, away, check, hurry, play, same, sees, until } from './played.js';

const lamp = service => all('.lamp', document).find(one => one.textContent.startsWith(service));
const healthy = service => play(`GET ${service}/health`, {});

async function shell(hash, ...gone) {
  hurry();
  as('viewer');
  await away(...gone);
  location.hash = hash;
  ['inventory', 'zfs-sync', 'proxy-config', 'deployer', 'security'].forEach(healthy);
  await import('/shell.js');
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
