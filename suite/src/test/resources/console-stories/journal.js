// The journal: events in words, and more of them than one page.
import { all, button, calls, check, count, items, open, play, problem, same, sees, text, until } from './played.js';

const copy = { node: 'south1', dataset: 'backup/web' };
const source = { node: 'north1', dataset: 'tank/web' };
const event = (sequence, kind, data) => ({ sequence, kind, data, time: '2026-03-14T09:26:53Z', node: 'south1', source: '/services/zfs-sync' });
const pool = (space, more) => ({ space, health: 'ONLINE', devices: [], damaged: false, ...more });
const tone = kind => all('.badge').find(one => one.textContent === kind).className;

async function journal(...events) {
  play('GET inventory/events?order=newest', items(...events));
  play('GET inventory/events?follow=true', () => new Promise(() => {}));
  await open('inventory', 'Journal');
}

/** Plays the stream of what happens; what is given to `tell` comes. */
function live() {
  const encoder = new TextEncoder();
  let stream;
  play('GET inventory/events?follow=true', () => new Response(new ReadableStream({ start(controller) { stream = controller; } })));
  return one => stream.enqueue(encoder.encode(`id: ${one.sequence}\ndata: ${JSON.stringify(one)}\n\n`));
}

export default {
  async 'what an event tells is in words'() {
    await journal(event(1, 'copy-blocked', { source, copy, finding: { kind: 'DIVERGED', words: 'newer snapshots' }, deeds: ['rolled back', 'pulled'] }));
    await sees('copy: south1:backup/web');
    await sees('source: north1:tank/web');
    await sees('kind=DIVERGED words=newer snapshots');
    await sees('deeds: rolled back, pulled');
    check(!text().includes('[object'), 'an object');
  },

  async 'each event has the colour of what came of it'() {
    await journal(event(9, 'copy-blocked', {}), event(8, 'copy-unblocked', {}), event(7, 'pull-recovered', {}), event(6, 'copy-repair-failed', {}),
      event(5, 'pair-changed', { before: 'CURRENT', after: 'NO_COMMON_SNAPSHOT' }), event(4, 'pool-changed', { before: pool('OK'), after: pool('FILLING') }),
      event(3, 'disk-changed', { before: { health: 'OK', signs: [] }, after: { health: 'FAILING', signs: ['PENDING_SECTORS'] } }));
    same(['copy-blocked', 'copy-unblocked', 'pull-recovered', 'copy-repair-failed', 'pair-changed', 'pool-changed', 'disk-changed'].map(tone),
      ['badge bad', 'badge ok', 'badge ok', 'badge bad', 'badge bad', 'badge warn', 'badge bad']);
  },

  async 'a time has its zone'() {
    await journal(event(1, 'node-lost', {}));
    check(/2026-03-1\d \d\d:\d\d:53 \S+/.test(text()), 'a time with its zone');
  },

  async 'a journal that is cut says so and shows what is older'() {
    play('GET inventory/events?order=newest', call => (call.path.includes('after=8')
      ? items(event(7, 'node-returned', {})) : { ...items(event(9, 'node-lost', {}), event(8, 'ban-added', {})), next: '8' }));
    play('GET inventory/events?follow=true', () => new Promise(() => {}));
    await open('inventory', 'Journal');
    await sees('The newest 2.');
    button('Older').click();
    await sees('node-returned');
    same(all('tbody tr').length, 3);
    check(!text().includes('The newest'), 'it is whole now');
  },

  async 'older ones are asked for once, and what happens meanwhile leaves no gap'() {
    let answer;
    const page = Array.from({ length: 200 }, (_, i) => event(300 - i, 'node-lost', {}));
    play('GET inventory/events?order=newest', call => (call.path.includes('after=101')
      ? new Promise(then => { answer = then; }) : { ...items(...page), next: '101' }));
    const tell = live();
    await open('inventory', 'Journal');
    button('Older').click();
    await until(() => answer, 'older ones are asked for');
    button('Older').click();
    tell(event(301, 'node-returned', {}));
    await sees('node-returned');
    answer(items(event(100, 'ban-added', {}), event(99, 'ban-lifted', {})));
    await sees('ban-lifted');
    same(all('tbody tr').map(row => Number(row.dataset.sequence)), Array.from({ length: 203 }, (_, i) => 301 - i));
    same(count('GET inventory/events?order=newest'), 2);
    await until(() => !button('Older').disabled, 'more can be asked for');
  },

  async 'an event that cannot be shown is told of, and the next is shown'() {
    play('GET inventory/events?order=newest', items());
    const tell = live();
    await open('inventory', 'Journal');
    tell({ sequence: 8, kind: 'node-lost' });
    tell(event(9, 'node-returned', {}));
    await sees('node-returned');
    await sees('Something that came cannot be shown: ');
    check(!text().includes('Not connected'), 'it is connected');
    same(count('GET inventory/events?follow=true'), 1);
  },

  async 'a stream that is lost is told of'() {
    play('GET inventory/events?follow=true', () => problem(503, 'inventory is away'));
    play('GET inventory/events?order=newest', items());
    await open('inventory', 'Journal');
    await until(() => /Not connected since .*: inventory is away; trying again/.test(text()), 'it is told');
    check(count('GET inventory/events?follow=true') > 0 && calls.length > 1, 'it was asked');
  },
};
