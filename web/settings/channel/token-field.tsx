import { CircleAlert } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { subjectToken } from '../../../shared/ticket.ts'
import { Button } from '../../ui/button.tsx'
import styles from './token-field.module.css'

type TokenFieldProps = {
  label: string
  /** What the chip says that stands for `{subject}`. */
  token: string
  /** Of the button that puts the chip back. */
  addToken: string
  error: string | null
  value: string
  onChange: (value: string) => void
}

/** One line of text with a chip in it that is written and deleted as a whole. The browser edits; we read what came of it. */
export function TokenField({ label, token, addToken, error, value, onChange }: TokenFieldProps) {
  const element = useRef<HTMLDivElement>(null)
  const first = useRef(value)
  const id = useId()
  useEffect(() => {
    if (element.current) fill(element.current, first.current, token)
  }, [token])
  const read = () => element.current && onChange(textOf(element.current))
  return (
    <div className={styles.field}>
      <span className={styles.label} id={id}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: no input holds a chip */}
      <div
        ref={element}
        className={styles.frame}
        role="textbox"
        tabIndex={0}
        aria-labelledby={id}
        aria-invalid={error !== null || undefined}
        aria-describedby={error === null ? undefined : `${id}-note`}
        contentEditable="plaintext-only"
        suppressContentEditableWarning
        onInput={read}
        onKeyDown={(event) => {
          const chip = event.key === 'Backspace' || event.key === 'Delete' ? chipBeside(event.key) : null
          if (event.key === 'Enter' || chip) event.preventDefault()
          if (!chip) return
          chip.remove()
          read()
        }}
      />
      {error !== null && (
        <p className={styles.error} id={`${id}-note`} role="alert">
          <CircleAlert size={14} strokeWidth={1.9} aria-hidden />
          {error}
        </p>
      )}
      {!value.includes(subjectToken) && (
        <div>
          <Button
            size="sm"
            variant="soft"
            onClick={() => {
              if (element.current) fill(element.current, `${textOf(element.current)} ${subjectToken}`.trim(), token)
              read()
            }}
          >
            {addToken}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Beside a chip, so that the caret has a place before and after it; no text of ours. */
const caretPlace = '\u200b'

function fill(element: HTMLElement, value: string, token: string): void {
  const texts = value.split(subjectToken).map((part) => (value.includes(subjectToken) ? part || caretPlace : part))
  element.replaceChildren(...texts.flatMap((text, at) => (at === 0 ? [text] : [chipOf(token), text])))
}

function chipOf(token: string): HTMLElement {
  const chip = document.createElement('span')
  chip.className = styles.chip ?? ''
  chip.contentEditable = 'false'
  chip.dataset.token = ''
  chip.textContent = token
  return chip
}

const isChip = (node: Node | null | undefined): node is HTMLElement =>
  node instanceof HTMLElement && 'token' in node.dataset

/** The chip that this key deletes, which the browser does not do with what it may not edit. */
function chipBeside(key: 'Backspace' | 'Delete'): HTMLElement | null {
  const selection = getSelection()
  const node = selection?.anchorNode
  if (!selection?.isCollapsed || !node) return null
  const isBack = key === 'Backspace'
  const at = selection.anchorOffset
  if (!(node instanceof Text)) {
    const beside = node.childNodes[isBack ? at - 1 : at]
    return isChip(beside) ? beside : null
  }
  const between = isBack ? node.data.slice(0, at) : node.data.slice(at)
  const beside = isBack ? node.previousSibling : node.nextSibling
  return between.replaceAll(caretPlace, '') === '' && isChip(beside) ? beside : null
}

function textOf(element: HTMLElement): string {
  return [...element.childNodes]
    .map((node) => (isChip(node) ? subjectToken : (node.textContent ?? '')))
    .join('')
    .replaceAll(caretPlace, '')
    .replaceAll('\u00a0', ' ')
}
