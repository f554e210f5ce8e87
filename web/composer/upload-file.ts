import { ApiProblem } from '../data/api.ts'
import type { ApiErrorBody, HsFile } from '../data/types.ts'

/** A file may have so many bytes (25 MB), so that the mail still passes at the other end once it is encoded. */
export const maxFileBytes = 25_000_000

/**
 * Sends one file to the server. `onProgress` hears the share that has left, 0 to 1; `signal` stops it. Rejects with
 * `ApiProblem`. By XMLHttpRequest, because `fetch` does not tell how much of a body has left.
 */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<HsFile> {
  const form = new FormData()
  form.set('folderPath', '/conversations')
  form.set('options', JSON.stringify({ access: 'PRIVATE' }))
  form.set('file', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/files/v3/files')
    request.setRequestHeader('Accept', 'application/json')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const body = parsed(request.responseText)
      if (request.status >= 200 && request.status < 300 && body) resolve(body as HsFile)
      else reject(new ApiProblem(request.status, (body ?? {}) as Partial<ApiErrorBody>))
    }
    request.onerror = () => reject(new ApiProblem(0, {}))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
