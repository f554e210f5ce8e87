import { type Editor, useEditorState } from '@tiptap/react'
import { Bold, Italic, Link, List, ListOrdered, type LucideIcon, TextQuote } from 'lucide-react'
import { type FormEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { t } from '../labels/labels.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { usePopover } from '../ui/popover.ts'
import { TextField } from '../ui/text-field.tsx'
import { linkAddressFrom } from './link-address.ts'
import styles from './toolbar.module.css'

export type ToolbarHandle = { openLink: () => void }

/** Text style of what is selected. */
export function Toolbar({ editor, handle }: { editor: Editor; handle: Ref<ToolbarHandle> }) {
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      orderedList: now.isActive('orderedList'),
      blockquote: now.isActive('blockquote'),
    }),
  })
  const chain = () => editor.chain().focus()
  return (
    <ToolbarFrame>
      <BoldButton editor={editor} isFirst />
      <ItalicButton editor={editor} />
      <LinkButton editor={editor} handle={handle} />
      <ListButton editor={editor} />
      <StyleButton
        label={t('composer.orderedList')}
        icon={ListOrdered}
        keys="Mod Shift 7"
        isOn={active.orderedList}
        onPress={() => chain().toggleOrderedList().run()}
      />
      <StyleButton
        label={t('composer.quote')}
        icon={TextQuote}
        keys="Mod Shift B"
        isOn={active.blockquote}
        onPress={() => chain().toggleBlockquote().run()}
      />
    </ToolbarFrame>
  )
}

/** Around the buttons: arrow keys move among them; one Tab passes them all. */
export function ToolbarFrame({ children }: { children: ReactNode }) {
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('composer.format')} onKeyDown={moveWithin}>
      {children}
    </div>
  )
}

type OfEditor = { editor: Editor; isFirst?: boolean }

export function BoldButton({ editor, isFirst = false }: OfEditor) {
  const isOn = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('bold') })
  const press = () => editor.chain().focus().toggleBold().run()
  return (
    <StyleButton label={t('composer.bold')} icon={Bold} keys="Mod B" isOn={isOn} isFirst={isFirst} onPress={press} />
  )
}

export function ItalicButton({ editor }: OfEditor) {
  const isOn = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('italic') })
  const press = () => editor.chain().focus().toggleItalic().run()
  return <StyleButton label={t('composer.italic')} icon={Italic} keys="Mod I" isOn={isOn} onPress={press} />
}

export function ListButton({ editor }: OfEditor) {
  const isOn = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('bulletList') })
  const press = () => editor.chain().focus().toggleBulletList().run()
  return <StyleButton label={t('composer.bulletList')} icon={List} keys="Mod Shift 8" isOn={isOn} onPress={press} />
}

type StyleButtonProps = {
  label: string
  icon: LucideIcon
  keys: string
  isOn: boolean
  isFirst?: boolean
  onPress: () => void
}

export function StyleButton({ label, icon, keys, isOn, isFirst = false, onPress }: StyleButtonProps) {
  return (
    <IconButton
      label={label}
      icon={icon}
      iconSize={16}
      keys={keys}
      className={styles.button}
      aria-pressed={isOn}
      tabIndex={isFirst ? 0 : -1}
      // The selection in the text must not be lost to the button.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    />
  )
}

export function LinkButton({ editor, handle }: { editor: Editor; handle?: Ref<ToolbarHandle> }) {
  const popover = usePopover<HTMLFormElement>({ side: 'top' })
  const isOn = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('link') })
  useImperativeHandle(handle, () => ({ openLink: popover.open }), [popover.open])
  return (
    <>
      <IconButton
        ref={popover.triggerRef}
        label={t('composer.link')}
        icon={Link}
        iconSize={16}
        keys="Mod K"
        className={styles.button}
        aria-pressed={isOn}
        aria-haspopup="dialog"
        aria-expanded={popover.isOpen}
        tabIndex={-1}
        onPointerDown={(event) => event.preventDefault()}
        onClick={popover.isOpen ? popover.close : popover.open}
      />
      {popover.isOpen && <LinkForm editor={editor} isOn={isOn} formRef={popover.popoverRef} onDone={popover.close} />}
    </>
  )
}

type LinkFormProps = {
  editor: Editor
  isOn: boolean
  formRef: (form: HTMLFormElement | null) => void
  onDone: () => void
}

function LinkForm({ editor, isOn, formRef, onDone }: LinkFormProps) {
  const [typed, setTyped] = useState(() => String(editor.getAttributes('link').href ?? ''))
  const [isBad, setBad] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])

  const finish = () => {
    // Before it closes, or the closing popover would give the focus back to its button.
    editor.view.focus()
    onDone()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const href = linkAddressFrom(typed)
    if (href === null) return setBad(true)
    const target = editor.chain().extendMarkRange('link')
    // Without selected words the address itself becomes the text.
    if (editor.state.selection.empty && !isOn) {
      target.insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href } }] }).run()
    } else target.setLink({ href }).run()
    finish()
  }
  return (
    <form
      ref={formRef}
      popover="auto"
      className={styles.link}
      aria-label={t('composer.link')}
      onSubmit={submit}
      noValidate
    >
      <TextField
        ref={input}
        label={t('composer.linkTo')}
        type="url"
        autoComplete="off"
        placeholder="https://"
        value={typed}
        error={isBad && t('composer.badLink')}
        onChange={(event) => {
          setBad(false)
          setTyped(event.target.value)
        }}
      />
      <div className={styles.linkButtons}>
        {isOn && (
          <Button
            variant="ghost"
            onClick={() => {
              editor.chain().extendMarkRange('link').unsetLink().run()
              finish()
            }}
          >
            {t('composer.removeLink')}
          </Button>
        )}
        <Button type="submit">{t('composer.setLink')}</Button>
      </div>
    </form>
  )
}

function moveWithin(event: React.KeyboardEvent<HTMLElement>) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step || (event.target as HTMLElement).tagName === 'INPUT') return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[aria-pressed], [data-tool]')]
  const at = buttons.indexOf(event.target as HTMLElement)
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}
