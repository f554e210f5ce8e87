import { useRef, useState } from 'react'
import { ApiProblem } from '../data/api.ts'
import { fileSize } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import type { Attachment } from './draft.ts'
import { newUuid } from './new-uuid.ts'
import { maxFileBytes, uploadFile } from './upload-file.ts'

export type Upload = { id: string; name: string; size: number; share: number }

/** The files on their way to the server, and a sentence for each that did not get there. */
export function useUploads(onUploaded: (attachment: Attachment) => void) {
  const [uploads, setUploads] = useState<Upload[]>([])
  const [problems, setProblems] = useState<string[]>([])
  const stops = useRef(new Map<string, AbortController>())

  const drop = (id: string) => {
    stops.current.delete(id)
    setUploads((before) => before.filter((upload) => upload.id !== id))
  }

  const upload = async (file: File) => {
    const id = newUuid()
    const stop = new AbortController()
    stops.current.set(id, stop)
    setUploads((before) => [...before, { id, name: file.name, size: file.size, share: 0 }])
    const onProgress = (share: number) =>
      setUploads((before) => before.map((other) => (other.id === id ? { ...other, share } : other)))
    try {
      const stored = await uploadFile(file, onProgress, stop.signal)
      onUploaded({ fileId: stored.id, name: file.name, size: stored.size, mediaType: stored.mediaType })
    } catch (error) {
      if (!stop.signal.aborted) {
        if (!(error instanceof ApiProblem)) throw error
        const reason = problemText(error.code, error.details)
        setProblems((before) => [...before, t('composer.notUploaded', { name: file.name, reason })])
      }
    } finally {
      drop(id)
    }
  }

  return {
    uploads,
    problems,
    add(files: Iterable<File>) {
      const all = [...files]
      setProblems(
        all
          .filter((file) => file.size > maxFileBytes)
          .map((file) => t('composer.tooLarge', { name: file.name, size: fileSize(file.size) })),
      )
      for (const file of all) if (file.size <= maxFileBytes) void upload(file)
    },
    stop(id: string) {
      stops.current.get(id)?.abort()
    },
  }
}
