// Talking to the chat service: plain JSON calls, and a turn as a stream of server-sent events read from fetch.

const BASE = "/chat/v1";

/** The service said no, with an error object. A lost connection is a TypeError, as fetch throws it. */
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.title ?? String(status));
    this.problem = problem;
    this.status = status;
  }
}

export async function call(path, body, headers = {}) {
  const response = await fetch(path.startsWith("/") ? path : `${BASE}/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** Yields [event, data] of one turn. Throws Refused, or TypeError if the stream broke before its end. */
export async function* turn(session, message) {
  const response = await fetch(`${BASE}/sessions/${session}/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(message),
  });
  if (!response.ok) throw await refusal(response);
  for await (const event of eventsOf(response)) {
    if (event[0] === "error") throw new Refused(event[1], event[1].status);
    yield event;
    if (event[0] === "done") return;
  }
  throw new TypeError("the stream ended before the turn was done");
}

/** Yields [event, data] of the conversation's log after event `after`, then what is new, until the line breaks. */
export async function* log(session, after, signal) {
  const response = await fetch(`${BASE}/sessions/${session}/events?after=${after}`, { signal });
  if (!response.ok) throw await refusal(response);
  yield* eventsOf(response);
}

async function* eventsOf(response) {
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + part.value).split("\n\n");
    rest = events.pop();
    for (const text of events) {
      const event = parse(text);
      if (event !== null) yield event;
    }
  }
}

function parse(text) {
  const field = (name) => text.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return field("event") ? [field("event"), JSON.parse(field("data"))] : null;
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  return new Refused(problem, response.status);
}
