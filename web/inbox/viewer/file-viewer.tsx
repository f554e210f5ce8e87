import { ArrowLeft, ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { previewKind } from '../../../shared/preview-kind.ts'
import { fileSize } from '../../labels/format.ts'
import { currentLanguage, t } from '../../labels/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import modal from '../../ui/modal.module.css'
import type { ReceivedFile } from '../file-chips.tsx'
import { FileContent } from './file-content.tsx'
import styles from './file-viewer.module.css'

type FileViewerProps = { files: ReceivedFile[]; first: number; onClose: () => void }

/** The files of a message and the one that is looked at; above it those of a mail within it. */
type Level = { files: ReceivedFile[]; at: number }

const zooms = [1, 1.5, 2, 3, 4]

/** Files over the conversation, one at a time: Esc closes, the arrows go to the next one. On phones the whole screen. */
export function FileViewer({ files, first, onClose }: FileViewerProps) {
  const element = useRef<HTMLDialogElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const titleId = useId()
  const [levels, setLevels] = useState<Level[]>([{ files, at: first }])
  const [zoom, setZoom] = useState(1)
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    stage.current?.focus()
    return () => dialog?.close()
  }, [])
  const level = levels.at(-1)
  const file = level?.files[level.at]
  if (!level || !file) return null

  const kind = previewKind(file)
  const outer = levels.at(-2)
  const outerFile = outer?.files[outer.at]
  const show = (next: Level[]) => {
    setLevels(next)
    setZoom(1)
    stage.current?.focus()
  }
  const step = (by: number) => {
    const at = level.at + by
    if (at >= 0 && at < level.files.length) show([...levels.slice(0, -1), { files: level.files, at }])
  }
  const zoomBy = (by: number) => setZoom(zooms[zooms.indexOf(zoom) + by] ?? zoom)
  const canZoom = kind === 'picture' || kind === 'pdf'
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    // What is larger than the window is moved by the arrows first.
    const isMoved = zoom > 1 && stage.current?.contains(event.target as Node)
    if (event.key === 'ArrowRight' && !isMoved) step(1)
    else if (event.key === 'ArrowLeft' && !isMoved) step(-1)
    else if (event.key === '+' && canZoom) zoomBy(1)
    else if (event.key === '-' && canZoom) zoomBy(-1)
    else return
    event.preventDefault()
  }

  return (
    <dialog
      ref={element}
      className={classNames(modal.modal, styles.viewer)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        if (outer) show(levels.slice(0, -1))
        else onClose()
      }}
      // A second Esc in a row is not asked for: the browser closes by itself.
      onClose={(event) => !event.currentTarget.open && onClose()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={onKeyDown}
    >
      <div className={styles.content}>
        <header className={styles.head}>
          {outerFile && (
            <IconButton
              label={t('files.back', { name: outerFile.name })}
              icon={ArrowLeft}
              onClick={() => show(levels.slice(0, -1))}
            />
          )}
          <div className={styles.titles}>
            <h2 id={titleId} className={styles.title}>
              {file.name}
            </h2>
            <p className={styles.detail}>
              {fileSize(file.size)}
              {level.files.length > 1 && (
                <span> · {t('files.position', { at: level.at + 1, count: level.files.length })}</span>
              )}
            </p>
          </div>
          {canZoom && (
            <div className={styles.zoom}>
              <IconButton label={t('files.zoomOut')} icon={ZoomOut} keys="-" onClick={() => zoomBy(-1)} />
              <output className={styles.percent} aria-label={t('files.zoom', { percent: percent(zoom) })}>
                {percent(zoom)}
              </output>
              <IconButton label={t('files.zoomIn')} icon={ZoomIn} keys="+" onClick={() => zoomBy(1)} />
            </div>
          )}
          <a
            className={styles.download}
            href={file.url}
            download={file.name}
            aria-label={t('item.download', { name: file.name })}
            title={t('item.download', { name: file.name })}
          >
            <Download size={18} strokeWidth={1.75} aria-hidden />
          </a>
          <IconButton label={t('ui.close')} icon={X} onClick={onClose} />
        </header>
        <div ref={stage} className={styles.stage} tabIndex={-1}>
          <FileContent
            key={`${file.fileId} ${file.part}`}
            file={file}
            zoom={zoom}
            onZoom={() => setZoom(zoom === 1 ? 2 : 1)}
            onOpen={(within, at) => show([...levels, { files: within, at }])}
          />
        </div>
        {level.files.length > 1 && (
          <nav className={styles.steps} aria-label={t('item.attachments')}>
            <Step label={t('files.previous')} icon={ChevronLeft} isEnd={level.at === 0} onClick={() => step(-1)} />
            <Step
              label={t('files.next')}
              icon={ChevronRight}
              isEnd={level.at === level.files.length - 1}
              onClick={() => step(1)}
            />
          </nav>
        )}
      </div>
    </dialog>
  )
}

type StepProps = { label: string; icon: typeof ChevronLeft; isEnd: boolean; onClick: () => void }

/** At the end there is nowhere to go: the button is not there, its place stays. */
function Step({ label, icon, isEnd, onClick }: StepProps) {
  if (isEnd) return <span />
  return <IconButton className={styles.step} variant="secondary" label={label} icon={icon} onClick={onClick} />
}

function percent(zoom: number): string {
  return zoom.toLocaleString(currentLanguage(), { style: 'percent' })
}
