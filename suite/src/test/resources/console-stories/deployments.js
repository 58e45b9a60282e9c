// Deployments.
import { all, button, check, confirmations, count, field, hurry, items, open, play, problem, same, sees, text, until } from './played.js';

const application = { name: 'web', flavors: [{ name: 'staging', node: 'south1' }] };
const deployment = { id: '7', application: 'web', flavor: 'staging', version: 'v2', node: 'south1', state: 'RUNNING', step: 'BUILD', steps: [],
  requestedBy: 'alex', requestedAt: '2026-03-14T09:26:53Z' };

export default {
  async 'that there is no application is said only when that is so'() {
    hurry();
    play('GET deployer/applications', () => problem(503, 'the database is away'));
    await open('deployer', 'Deployments');
    await sees('the database is away');
    await sees('Nothing was deployed yet.');
    check(!text().includes('declares no application'), 'a false statement');
    play('GET deployer/applications', items(application));
    await sees('web / staging on south1');
    play('GET deployer/applications', items());
    await sees('The fleet declares no application yet.');
  },

  async 'what is typed stays while the page is kept up to date'() {
    hurry();
    play('GET deployer/applications', items(application));
    await open('deployer', 'Deployments');
    field('version').value = 'v2';
    field('version').focus();
    play('GET deployer/applications', items({ name: 'api', flavors: [{ name: 'prod', node: 'north1' }] }, application));
    await until(() => all('option').length === 2, 'another application');
    same([field('version').value, field('flavor').selectedOptions[0].textContent], ['v2', 'web / staging on south1']);
    check(document.activeElement === field('version'), 'the focus');
  },

  async 'a list that is cut says so'() {
    play('GET deployer/deployments', call => (call.path.includes('after=7') ? items({ ...deployment, id: '6', version: 'v1' })
      : { ...items(deployment), next: '7' }));
    await open('deployer', 'Deployments');
    await sees('The newest 1.');
    button('Older').click();
    await sees('v1');
    await sees('1 older ones.');
  },

  async 'a deployment is cancelled only when that is confirmed, and named'() {
    const asked = confirmations(false);
    play('GET deployer/deployments', items(deployment));
    play('GET deployer/deployments/7', deployment);
    play('GET deployer/deployments/7/log', () => new Promise(() => {}));
    await open('deployer', 'Deployments', 'operator');
    button('Show').click();
    await until(() => button('Cancel'), 'it can be cancelled');
    button('Cancel').click();
    same(asked, ['Cancel the deployment of web / staging v2 on south1?']);
    same(count('POST'), 0);
  },

  async 'a log that is lost is told of'() {
    play('GET deployer/deployments', items(deployment));
    play('GET deployer/deployments/7', deployment);
    play('GET deployer/deployments/7/log', () => problem(429, 'too many'));
    await open('deployer', 'Deployments', 'viewer');
    button('Show').click();
    await until(() => /Not connected since .*: too many; trying again/.test(text()), 'it is told');
    check(!button('Cancel') && !all('form').length, 'viewers cannot deploy');
  },
};
