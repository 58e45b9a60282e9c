// The machines.
import { again, all, button, check, hurry, items, open, play, problem, same, sees, text, until } from './played.js';

const node = name => ({ name, kind: 'HOST', roles: [], status: 'online', lastSeen: '2026-03-14T09:26:53Z' });
const opened = status => ({ name: 'south1', status, facts: { units: { kind: 'units', observedAt: '2026-03-14T09:26:53Z', data: { units: [] } },
  certificates: { kind: 'certificates', observedAt: '2026-03-14T09:26:53Z', data: { certificates: [] } } } });

export default {
  async 'that nothing was imported is said only when that is so'() {
    play('GET inventory/nodes', items(node('south1')));
    play('GET inventory/imports/latest', () => problem(503, 'the database is away'));
    await open('inventory', 'Nodes');
    await sees('What was imported last is not known: the database is away');
    await sees('south1');
    check(!text().includes('No configuration repository'), 'a false statement');
    play('GET inventory/imports/latest', () => problem(404, 'none'));
    all('input')[0].dispatchEvent(new Event('input'));
    await sees('No configuration repository was imported yet.');
  },

  async 'an opened node is kept up to date, as it was unfolded'() {
    hurry();
    play('GET inventory/imports/latest', () => problem(404, 'none'));
    play('GET inventory/nodes', items(node('south1')));
    play('GET inventory/nodes/south1', opened('online'));
    await open('inventory', 'Nodes');
    button('south1').click();
    await sees('certificates');
    check(!all('input')[0].checkVisibility(), 'the filter of a list that is not there');
    const certificates = () => all('details').find(one => one.dataset.kind === 'certificates');
    certificates().open = true;
    play('GET inventory/nodes/south1', opened('lost'));
    await until(() => all('h2 .badge')[0].textContent === 'lost', 'the node is lost');
    check(certificates().open, 'it is folded again');
  },

  async 'a time that no browser knows is shown as it is'() {
    play('GET inventory/imports/latest', () => problem(404, 'none'));
    play('GET inventory/nodes', items({ ...node('south1'), lastSeen: '+1000000000-12-31T23:59:59.999999999Z' }, node('south2')));
    await open('inventory', 'Nodes');
    await sees('south2');
    await sees('+1000000000-12-31');
  },

  async 'a redraw leaves the focus where it was'() {
    hurry();
    play('GET inventory/imports/latest', () => problem(404, 'none'));
    play('GET inventory/nodes', items(node('south1'), node('south2')));
    await open('inventory', 'Nodes');
    button('south2').focus();
    await again('GET inventory/nodes');
    same(document.activeElement.textContent, 'south2');
  },
};
