/** A browser with a cookie jar and nothing else. Node does not resolve *.localhost, so it goes by the address. */
export interface Visit {
  readonly status: number;
  readonly text: string;
  /** Where a redirect points. */
  readonly location: string | undefined;
  readonly setCookie: string | undefined;
}

export interface Visitor {
  readonly get: (path: string) => Promise<Visit>;
  readonly bytes: (path: string) => Promise<Uint8Array>;
  readonly submit: (path: string, fields?: Record<string, string>) => Promise<Visit>;
  /** Sends JSON, answers with what came back beside the status. */
  readonly call: (path: string, fields?: Record<string, string>) => Promise<Answer>;
}

export type Answer = { readonly status: number } & Readonly<Record<string, unknown>>;

/** @param origin As `startSites` gives it. @param headers Sent each time, beside the cookies of the jar. */
export function visit(origin: string, headers: Record<string, string> = {}): Visitor {
  const base = `http://127.0.0.1:${new URL(origin).port}`;
  const jar = new Map<string, string>();

  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const all = { cookie, ...headers, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(base + path, { ...init, headers: all, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  const read = async (response: Response): Promise<Visit> => ({
    status: response.status,
    text: await response.text(),
    location: response.headers.get('location') ?? undefined,
    setCookie: response.headers.get('set-cookie') ?? undefined,
  });

  return {
    get: async (path) => read(await send(path)),
    bytes: async (path) => new Uint8Array(await (await send(path)).arrayBuffer()),
    submit: async (path, fields = {}) =>
      read(await send(path, { method: 'POST', body: new URLSearchParams(fields) })),
    async call(path, fields) {
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      };
      const response = await send(path, fields === undefined ? {} : post);
      return { status: response.status, ...((await response.json()) as object) };
    },
  };
}
