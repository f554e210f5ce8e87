import { useQuery } from '@tanstack/react-query'
import { type PreviewKind, previewKind } from '../../../shared/preview-kind.ts'
import { filePreviewQuery } from '../../data/queries.ts'
import { problemText } from '../../labels/labels.ts'
import type { ReceivedFile } from '../file-chips.tsx'
import { AttachedMailView } from './attached-mail-view.tsx'
import { NotShown, Opening } from './not-shown.tsx'
import { PdfView } from './pdf-view.tsx'
import { PictureView } from './picture-view.tsx'
import { TextView } from './text-view.tsx'

export type FileContentProps = {
  file: ReceivedFile
  /** 1: as large as the window shows whole. */
  zoom: number
  onZoom: () => void
  /** Opens a file of the mail that this is. */
  onOpen: (files: ReceivedFile[], at: number) => void
}

/** What is in a file, or why it is not shown; in every case it can be downloaded. */
export function FileContent(props: FileContentProps) {
  const { file } = props
  const kind = previewKind(file)
  if (kind === null) return <NotShown file={file} sentence={problemText('noPreview', { name: file.name })} />
  if (kind === 'mail') return <AttachedMailView file={file} onOpen={props.onOpen} />
  return <Previewed {...props} kind={kind} />
}

function Previewed({ file, kind, zoom, onZoom }: FileContentProps & { kind: Exclude<PreviewKind, 'mail'> }) {
  const { data, error } = useQuery(filePreviewQuery(file.fileId, file.part, 1))
  if (error) return <NotShown file={file} error={error} />
  if (!data) return <Opening file={file} />
  if (kind === 'text') return <TextView file={file} preview={data} />
  if (kind === 'pdf') return <PdfView file={file} first={data} zoom={zoom} />
  return <PictureView file={file} preview={data} zoom={zoom} onZoom={onZoom} />
}
