import { ArrowUp, CircleAlert, Clock, Paperclip } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../labels/labels.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { SignatureFold } from '../ui/signature-fold.tsx'
import { AttachmentChips } from './attachment-chips.tsx'
import { type Content, type DraftKind, hasWords } from './draft.ts'
import styles from './draft-form.module.css'
import type { DraftKeeper, KeptDraft } from './draft-keeper.ts'
import { EditorArea, useDraftEditor, wordsOf } from './editor.tsx'
import { Toolbar, type ToolbarHandle } from './toolbar.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { useUploads } from './use-uploads.ts'

type DraftFormProps = {
  kind: DraftKind
  /** The accessible name of the words; of a reply or comment its own when absent. */
  label?: string
  /** It has a page or window to itself, on phones too, where else it is one line that grows. */
  isRoomy?: boolean
  keeper: Pick<DraftKeeper, 'get' | 'change'>
  kept: KeptDraft
  hint: string
  isSending: boolean
  /** What the server said against it. */
  problem: string | null
  /** What will stand under it, which is not the writer's to change here. */
  signature?: string | null
  /** Beside the button: another way to end it. */
  otherWay?: ReactNode
  /** Over the button: what will happen to it. */
  aside: string | null
  /** Why it cannot be sent as it is; said when the person tries. */
  refusal: string | null
  /** Rises each time that the caret is asked for. */
  focusCount: number
  onSend: (content: Content) => void
  /** The words changed after a problem, which is then no longer about them. */
  onMend: () => void
  /** What stands over the text. */
  children?: ReactNode
}

/** The words of a draft with everything around them: style, files, where it is saved, and the one button. */
export function DraftForm(props: DraftFormProps) {
  const { kind, keeper, kept, hint, isSending, problem, aside, refusal, focusCount, onSend, onMend, children } = props
  const { signature = null, label, isRoomy = false, otherWay } = props
  const form = useRef<HTMLDivElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const toolbar = useRef<ToolbarHandle>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const { content } = kept

  const editor = useDraftEditor({
    label: label ?? t(kind === 'reply' ? 'composer.reply' : 'composer.comment'),
    hint,
    html: content.html,
    revision: kept.revision,
    isEditable: !isSending,
    onChange: (words) => {
      setMissing(null)
      if (problem) onMend()
      keeper.change((now) => ({ ...now, ...words }), true)
    },
  })
  const uploads = useUploads((attachment) => {
    setMissing(null)
    keeper.change((now) => ({ ...now, attachments: [...now.attachments, attachment] }), true)
  })
  const isDropping = useFileDrop(form, uploads.add)
  useEffect(() => {
    if (focusCount > 0) editor.commands.focus('end')
  }, [editor, focusCount])
  // The caret waits where the words were, whether they left or came back.
  const wasSending = useRef(false)
  useEffect(() => {
    if (wasSending.current && !isSending) editor.commands.focus('end', { scrollIntoView: false })
    wasSending.current = isSending
  }, [editor, isSending])

  const submit = () => {
    if (isSending) return
    // An address that is still being typed becomes a recipient first, or stands there as none and stops the sending.
    const { activeElement } = document
    if (activeElement instanceof HTMLInputElement && form.current?.contains(activeElement))
      flushSync(() => activeElement.blur())
    const invalid = form.current?.querySelector<HTMLElement>('input[aria-invalid="true"]')
    if (invalid) return invalid.focus()
    const written = { ...keeper.get().content, ...wordsOf(editor) }
    const stops =
      uploads.uploads.length > 0 ? t('composer.stillUploading') : hasWords(written) ? refusal : t('composer.noWords')
    setMissing(stops)
    if (stops === null) onSend(written)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    if (event.key === 'Enter') submit()
    else if (event.key.toLowerCase() === 'k') toolbar.current?.openLink()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPaste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData
    // Office programs put a picture of the copied words beside them: words win.
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return
    event.preventDefault()
    event.stopPropagation()
    uploads.add(files)
  }
  const said = missing ?? problem

  return (
    <div
      ref={form}
      className={classNames(styles.form, !isRoomy && styles.docked)}
      data-kind={kind}
      onKeyDownCapture={onKeyDown}
      onPasteCapture={onPaste}
    >
      {children && <div className={styles.over}>{children}</div>}
      <div className={styles.body}>
        <EditorArea editor={editor} isResting={isSending} />
        <AttachmentChips
          attachments={isSending ? [] : content.attachments}
          uploads={uploads.uploads}
          onRemove={(fileId) =>
            keeper.change(
              (now) => ({ ...now, attachments: now.attachments.filter((file) => file.fileId !== fileId) }),
              true,
            )
          }
          onStop={uploads.stop}
        />
      </div>
      {signature !== null && <SignatureFold html={signature} />}
      {[...uploads.problems, ...(said ? [said] : [])].map((text) => (
        <p key={text} className={styles.problem} role="alert">
          <CircleAlert size={14} strokeWidth={1.9} aria-hidden />
          <span>{text}</span>
        </p>
      ))}
      {aside && (
        <p className={styles.aside}>
          <Clock size={12} strokeWidth={2.1} aria-hidden />
          {aside}
        </p>
      )}
      <div className={styles.foot}>
        <div className={styles.style}>
          <Toolbar editor={editor} handle={toolbar} />
          <span className={styles.line} />
        </div>
        <IconButton
          label={t('composer.attach')}
          icon={Paperclip}
          iconSize={16}
          className={styles.attach}
          onClick={() => picker.current?.click()}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            uploads.add(event.target.files ?? [])
            // The same file may be chosen again after it was removed.
            event.target.value = ''
          }}
        />
        <span className={styles.state} role="status">
          {isSending && <span className="sr-only">{t('composer.sending')}</span>}
          {!isSending && kept.saveState === 'saved' && t('composer.saved')}
          {!isSending && kept.saveState === 'onDevice' && t('composer.onDevice')}
        </span>
        {otherWay}
        <Button
          variant={kind === 'reply' ? 'primary' : 'comment'}
          className={styles.send}
          keys="Mod Enter"
          isLoading={isSending}
          onClick={submit}
        >
          <span className={styles.sendWords}>{t(kind === 'reply' ? 'composer.send' : 'composer.addComment')}</span>
          <ArrowUp className={styles.sendArrow} size={20} strokeWidth={1.6} aria-hidden />
        </Button>
      </div>
      {isDropping && <div className={styles.drop}>{t('composer.dropHere')}</div>}
    </div>
  )
}
