// What follows a stream: it comes back, gives up what is dead, and says so.
import { calls, check, count, hurry, play, problem, same, until } from './played.js';

const encoder = new TextEncoder();

/** A stream that says this and then nothing, until it is given up. */
const silent = (call, says) => new Response(new ReadableStream({
  start(controller) {
    controller.enqueue(encoder.encode(says));
    call.signal.addEventListener('abort', () => controller.error(call.signal.reason));
  },
}));

/** `look` is called with each message before it is taken. */
async function follow(answer, look = () => {}) {
  hurry();
  play('GET inventory/events', answer);
  const { api } = await import('/api.js');
  const got = [];
  const told = [];
  const stop = api('inventory').follow('events', one => { look(one); got.push(one); }, lost => told.push(lost));
  return { got, told, stop };
}

export default {
  async 'a connection that is silent for a minute is asked for again, where it was'() {
    let tries = 0;
    const { got, told, stop } = await follow(call => silent(call, `id: ${++tries}\ndata: ${tries}\n\n`));
    await until(() => got.length === 2, 'the second stream tells');
    stop();
    same(got, [1, 2]);
    same(told[0].why, 'nothing was heard for a minute');
    same(told[1], undefined);
    same(calls[1].headers['Last-Event-ID'], '1');
  },

  async 'comments keep a connection alive'() {
    const { told, stop } = await follow(() => new Response(new ReadableStream({
      start(controller) {
        setInterval(() => controller.enqueue(encoder.encode(': \n\n')), 5_000);
      },
    })));
    await new Promise(then => setTimeout(then, 150_000)); // two and a half minutes, as it sees it
    stop();
    same(told, []);
    same(count('GET inventory/events'), 1);
  },

  async 'what cannot be read or shown is told, and the stream goes on'() {
    const { got, told, stop } = await follow(call => silent(call, 'data: {\n\ndata: null\n\ndata: 3\n\n'), one => one.name);
    await until(() => got.length, 'what came after it');
    stop();
    same(got, [3]);
    same(told.map(Object.keys), [['unshown'], ['unshown']]);
    same(count('GET inventory/events'), 1);
  },

  async 'who has heard the end gives the connection back'() {
    let isBack = false;
    await follow(() => new Response(new ReadableStream({
      start(controller) { controller.enqueue(encoder.encode('event: end\ndata: {}\n\n')); },
      cancel() { isBack = true; },
    })));
    await until(() => isBack, 'it is given back');
  },

  async 'one whose token is not taken waits for another'() {
    const { got, told, stop } = await follow(call => (count('GET inventory/events') === 1 ? problem(401, 'it has ended') : silent(call, 'data: 7\n\n')));
    await until(() => told.length, 'it is told');
    await new Promise(then => setTimeout(then, 30_000));
    same(count('GET inventory/events'), 1);
    const { token } = await import('/api.js');
    token.set('another');
    await until(() => got.length, 'it goes on');
    stop();
  },

  async 'one that is refused for the moment is asked for again'() {
    let tries = 0;
    const { got, told, stop } = await follow(call => (++tries < 3 ? problem(429, 'too many') : silent(call, 'data: 7\n\n')));
    await until(() => got.length, 'the third stream tells');
    stop();
    same(told.map(one => one?.why), ['too many', 'too many', undefined]);
    check(!told[0].isOver && told[0].since === told[1].since, 'lost once, and not for ever');
  },

  async 'one that is refused for good says so and is over'() {
    const { told } = await follow(() => problem(404, 'no such deployment'));
    await until(() => told.length, 'it is told');
    same([told[0].why, told[0].isOver], ['no such deployment', true]);
    await new Promise(then => setTimeout(then, 30_000));
    same(count('GET inventory/events'), 1);
  },
};
