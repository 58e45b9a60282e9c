// Bans.
import { all, button, check, confirmations, count, items, open, play, same, sees, text, until } from './played.js';

const ban = { id: '7', network: '203.0.113.9', reason: 'crawls', addedBy: 'alex', addedAt: '2026-03-14T09:26:53Z', enforcedOn: 0 };

function bans() {
  play('GET proxy-config/proxies', []);
  play('GET proxy-config/bans', items(ban));
}

export default {
  async 'a ban is lifted only when that is confirmed, and named'() {
    bans();
    let asked = confirmations(false);
    await open('proxy-config', 'Bans', 'operator');
    button('Lift').click();
    same(asked, ['Lift the ban of 203.0.113.9 (crawls)?']);
    same(count('DELETE'), 0);
    asked = confirmations(true);
    button('Lift').click();
    await until(() => count('DELETE proxy-config/bans/7') === 1, 'it is lifted');
  },

  async 'what no proxy enforces is not shown as well'() {
    const badge = () => all('td .badge')[0];
    bans();
    await open('proxy-config', 'Bans');
    same([badge().textContent, badge().className], ['0 of 0', 'badge warn']);
    play('GET proxy-config/proxies', [{ node: 'south1' }]);
    play('GET proxy-config/bans', items({ ...ban, enforcedOn: 1 }));
    await open('proxy-config', 'Bans');
    same([badge().textContent, badge().className], ['1 of 1', 'badge ok']);
  },

  async 'every field has a name, and a time its zone'() {
    bans();
    await open('proxy-config', 'Bans', 'operator');
    same(all('input, select').filter(one => !one.labels.length && !one.getAttribute('aria-label')).map(one => one.outerHTML), []);
    check(/2026-03-1\d \d\d:\d\d [A-Z]/.test(text()), 'a time with its zone');
  },

  async 'viewers can neither ban nor lift'() {
    bans();
    await open('proxy-config', 'Bans', 'viewer');
    await sees('203.0.113.9');
    same(all('form').length, 0);
    check(!button('Lift'), 'a button');
  },
};
