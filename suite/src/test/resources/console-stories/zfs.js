// Copies and datasets.
import { again, all, button, calls, check, confirmations, count, field, hurry, items, open, play, problem, same, sees, text, until } from './played.js';

const snapshot = { id: '1', node: 'south1', dataset: 'tank/web', name: 'by-hand', reason: 'upgrade', expiresAt: '2026-03-14T09:26:53Z',
  askedBy: 'alex', state: 'TAKEN' };
const transfer = (id, state) => ({ id, state, source: { node: 'north1', dataset: `tank/${id}` }, target: { node: 'south1', dataset: `backup/${id}` },
  askedAt: '2026-03-14T09:26:53Z', endedAt: state === 'DONE' ? '2026-03-14T09:27:53Z' : undefined, steps: 0, bytes: 0 });
const dataset = count => items({ node: 'south1', name: 'tank/web', usedBytes: 1, availableBytes: 2, summary: { count } });
const sent = () => calls.filter(call => call.path.startsWith('POST'));

async function copies() {
  play('GET zfs-sync/pairs/problems', items());
  await open('zfs-sync', 'Copies');
}

function fill(reason) {
  field('node').value = 'south1';
  field('dataset').value = 'tank/web';
  field('reason').value = reason;
  field('reason').dispatchEvent(new Event('input', { bubbles: true }));
}

export default {
  async 'a form is sent once at a time'() {
    let answer;
    play('POST zfs-sync/snapshots', () => new Promise(then => { answer = then; }));
    await open('zfs-sync', 'Datasets');
    fill('upgrade');
    button('Take snapshot').click();
    await until(() => sent().length === 1, 'it is sent');
    button('Take snapshot').click();
    all('form')[0].requestSubmit();
    check(field('reason').disabled, 'the form is disabled');
    answer(snapshot);
    await sees('Asked south1 for tank/web@by-hand');
    same(sent().length, 1);
    check(!field('reason').disabled, 'the form is there again');
  },

  async 'what was not heard of is sent again under the same key, something else under another'() {
    play('POST zfs-sync/snapshots', () => problem(503, 'away'));
    await open('zfs-sync', 'Datasets');
    fill('upgrade');
    button('Take snapshot').click();
    await sees('away');
    button('Take snapshot').click();
    await until(() => sent().length === 2 && text().includes('away'), 'it is sent again');
    fill('another');
    button('Take snapshot').click();
    await until(() => sent().length === 3, 'another is sent');
    const [first, second, third] = sent();
    check(first.headers['Idempotency-Key'], 'a key');
    same([second.headers, second.body], [first.headers, first.body]);
    check(third.headers['Idempotency-Key'] !== first.headers['Idempotency-Key'], 'another key');
  },

  async 'the datasets are kept up to date'() {
    hurry();
    play('GET zfs-sync/datasets', dataset(3));
    await open('zfs-sync', 'Datasets');
    play('GET zfs-sync/datasets', dataset(4711));
    await sees('4711');
  },

  async 'fields without a label have a name'() {
    await open('zfs-sync', 'Datasets');
    same(all('form input').filter(one => !one.labels.length && !one.getAttribute('aria-label')).map(one => one.name), []);
  },

  async 'viewers see no form and no button'() {
    play('GET zfs-sync/datasets', dataset(3));
    play('GET zfs-sync/snapshots?ended=false', items(snapshot));
    await open('zfs-sync', 'Datasets', 'viewer');
    await sees('by-hand');
    same(all('form, button').length, 0);
  },

  async 'transfers that wait are all there, the first to come first'() {
    play('GET zfs-sync/transfers?state=PULLING', items(transfer('run', 'PULLING')));
    play('GET zfs-sync/transfers?state=QUEUED', items(...Array.from({ length: 60 }, (_, i) => transfer(`q${60 - i}.`, 'QUEUED'))));
    play('GET zfs-sync/transfers?state=DONE', items(transfer('done', 'DONE')));
    await copies();
    await sees('backup/run');
    await sees('backup/q1.');
    await sees('50 of the 60 that wait.');
    await sees('backup/done');
  },

  async 'of a stream that could not be foretold it is said what has come'() {
    const current = { kind: 'INCREMENTAL', from: 'a', to: 'b', movedBytes: 5120, totalBytes: 0 };
    play('GET zfs-sync/transfers?state=PULLING', items({ ...transfer('run', 'PULLING'), current }));
    await copies();
    await sees('5.0 KiB');
    check(!text().includes(' of 0'), text());
  },

  async 'the day a pool fills is that of the reader'() {
    play('GET zfs-sync/pools', items({ node: 'south1', name: 'tank', sizeBytes: 2, allocatedBytes: 1, state: 'FILLING', health: 'ONLINE', outlook: 'FILLS',
      fillsAt: { early: '2026-03-14T23:30:00Z', likely: '2026-03-20T22:59:00Z', late: null } }));
    await copies();
    await sees('2026-03-20 (2026-03-15 to never)');
  },

  async 'what ended is paged through'() {
    const many = Array.from({ length: 25 }, (_, i) => transfer(`0${40 - i}`, 'DONE'));
    play('GET zfs-sync/transfers?state=DONE', call => (call.path.includes('after=021') ? items(...many.slice(20)) : { items: many.slice(0, 20), next: '021' }));
    await copies();
    await sees('The newest 20.');
    button('Older').click();
    await sees('5 older ones.');
    await sees('backup/016');
    button('Newest').click();
    await sees('backup/040');
  },

  async 'the end of a transfer is confirmed, and names it'() {
    const asked = confirmations(false);
    play('GET zfs-sync/transfers?state=PULLING', items(transfer('run', 'PULLING')));
    await copies();
    button('End').click();
    same(asked, ['End the transfer to south1: backup/run?']);
    same(count('DELETE'), 0);
  },

  async 'a redraw leaves the focus on the button'() {
    hurry();
    play('GET zfs-sync/transfers?state=PULLING', items(transfer('run', 'PULLING')));
    await copies();
    button('End').focus();
    await again('GET zfs-sync/transfers');
    same(document.activeElement.textContent, 'End');
  },

  async 'a time has its zone'() {
    play('GET zfs-sync/snapshots?ended=false', items(snapshot));
    await open('zfs-sync', 'Datasets');
    check(/2026-03-1\d \d\d:\d\d [A-Z]/.test(text()), 'a time with its zone');
  },
};
