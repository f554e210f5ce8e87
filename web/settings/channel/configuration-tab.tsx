import { Eye } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useMedia } from '../../ui/use-media.ts'
import type { ChannelSection } from './channel-form.ts'
import styles from './configuration-tab.module.css'
import { ForwardingAddress } from './forwarding-address.tsx'
import { ForwardingRequests } from './forwarding-requests.tsx'
import { FromAddress } from './from-address.tsx'
import { FromName } from './from-name.tsx'
import { type EditedPart, Preview } from './preview.tsx'
import { TeamSignature } from './team-signature.tsx'

/** *Configuration* (S16 …): what is sent from the channel and how it looks, and where others forward to. */
export function ConfigurationTab(props: ChannelSection & { inboxName: string }) {
  const { channel, form, inboxName, onEdit } = props
  const [edited, setEdited] = useState<EditedPart>(null)
  const [isOpen, setOpen] = useState(false)
  const isNarrow = useMedia('(max-width: 1119px)')
  const part = (name: EditedPart) => ({ onFocus: () => setEdited(name), onBlur: () => setEdited(null) })
  const preview = <Preview channel={channel} form={form} edited={edited} />
  return (
    <div className={styles.sides}>
      <div className={styles.form}>
        <Checkbox
          label={t('channel.useForSending')}
          hint={t('channel.useForSendingHint')}
          isChecked={form.isSending}
          onChange={(isSending) => onEdit({ isSending })}
        />
        <div {...part('name')}>
          <FromName {...props} />
        </div>
        <div {...part('address')}>
          <FromAddress {...props} />
        </div>
        <ForwardingAddress address={channel.address} inboxName={inboxName} />
        <ForwardingRequests channel={channel} />
        <div {...part('signature')} className={styles.apart}>
          <TeamSignature {...props} />
        </div>
        <Switch
          label={t('originals.switch')}
          hint={t('originals.switchHint')}
          isOn={form.usesOriginalSender}
          onChange={(usesOriginalSender) => onEdit({ usesOriginalSender })}
        />
        {isNarrow && (
          <Button icon={Eye} className={styles.show} onClick={() => setOpen(true)}>
            {t('channel.showPreview')}
          </Button>
        )}
      </div>
      {isNarrow ? (
        isOpen && (
          <Dialog title={t('channel.preview')} onClose={() => setOpen(false)}>
            {preview}
          </Dialog>
        )
      ) : (
        <aside className={styles.beside}>{preview}</aside>
      )}
    </div>
  )
}
