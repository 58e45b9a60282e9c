// Which disks say that they will not last.
import { badge, since, worstFirst } from './words.js';

const TONES = { FAILING: 'bad', WORN: 'warn', UNKNOWN: 'idle', OK: 'ok' };
const tone = (disk) => TONES[disk.health] ?? 'idle';

export default function disks(api) {
  const { el } = api;
  const card = el('div', { class: 'card' });

  const row = (disk) => [`${disk.node}: ${disk.device}`, [disk.model, disk.serial].filter(Boolean).join(' '),
    [badge(el, tone(disk), disk.health), since(el, disk.since)],
    disk.because.map((says) => el('div', {}, says))];

  async function show() {
    const all = worstFirst(await api.all('disks'), tone);
    const told = all.filter((disk) => disk.health !== 'UNKNOWN');
    const ailing = told.filter((disk) => disk.health !== 'OK');
    const none = told.length ? `All ${told.length} disks that tell of themselves are well.`
      : 'No node told of its disks yet; that takes smartctl.';
    api.redraw(card, el('h2', {}, 'Disks'), api.table(['Disk', 'Model', 'Health', 'Because'], ailing.map(row), none));
  }

  return { card, show };
}
