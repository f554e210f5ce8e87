// biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of a body; types here would say it a second time
export type ApiAnswer = { status: number; headers: Headers; body: any }

type More = { headers?: Record<string, string>; expects?: number }

export type Client = {
  get(path: string, more?: More): Promise<ApiAnswer>
  post(path: string, body?: unknown, more?: More): Promise<ApiAnswer>
  put(path: string, body?: unknown, more?: More): Promise<ApiAnswer>
  patch(path: string, body?: unknown, more?: More): Promise<ApiAnswer>
  delete(path: string, more?: More): Promise<ApiAnswer>
  request(method: string, path: string, body?: unknown, more?: More): Promise<ApiAnswer>
  /** the session's cookie, for a WebSocket */
  cookie(): string
}

/** A client that keeps its cookie as a browser on the app's own origin does. */
export function apiClient(origin: string, headers: Record<string, string>): Client {
  let cookie = ''
  const request: Client['request'] = async (method, path, body, { headers: extra = {}, expects } = {}) => {
    const isRaw = typeof body === 'string' || body instanceof FormData
    const response = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(headers.authorization ? {} : { origin }),
        ...(cookie ? { cookie } : {}),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
        ...extra,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
    })
    const set = response.headers.get('set-cookie')
    if (set) cookie = set.split(';')[0] ?? ''
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    const answer: ApiAnswer = {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    }
    if (expects !== undefined && answer.status !== expects) {
      throw new Error(`${method} ${path} answered ${answer.status}, not ${expects}: ${text.slice(0, 500)}`)
    }
    return answer
  }
  return {
    get: (path, more) => request('GET', path, undefined, more),
    post: (path, body, more) => request('POST', path, body, more),
    put: (path, body, more) => request('PUT', path, body, more),
    patch: (path, body, more) => request('PATCH', path, body, more),
    delete: (path, more) => request('DELETE', path, undefined, more),
    request,
    cookie: () => cookie,
  }
}
