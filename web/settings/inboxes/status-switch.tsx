import { useMutation } from '@tanstack/react-query'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../data/api.ts'
import type { ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { Switch } from '../../ui/switch.tsx'
import styles from './dialogs.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

/** *Status* of a channel (S50): on at once; off asks first, and says both effects. */
export function StatusSwitch({ channel }: { channel: ChannelSettings }) {
  const [isAsking, setAsking] = useState(false)
  const askAnew = useAskSettingsAnew()
  const turn = useMutation({
    mutationFn: (isOn: boolean) => api.turnChannel(channel.id, isOn),
    onSuccess: async () => {
      await askAnew()
      setAsking(false)
    },
  })
  const refusal = refusalText(turn.error)
  // Shown as it will be: the server's word comes with the next answer.
  const isOn = turn.isPending && turn.variables ? true : channel.isOn
  return (
    <>
      <Switch
        label={t('channels.statusOf', { address: channel.address })}
        isLabelHidden
        isOn={isOn}
        onChange={(wanted) => {
          turn.reset()
          if (wanted) turn.mutate(true)
          else setAsking(true)
        }}
      />
      {!isAsking && refusal && (
        <Note tone="bad" icon={CircleAlert} role="alert">
          {refusal}
        </Note>
      )}
      {isAsking && (
        <Dialog
          title={t('channels.turnOffTitle', { address: channel.address })}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button variant="ghost" onClick={() => setAsking(false)}>
                {t('ui.cancel')}
              </Button>
              <Button variant="danger" isLoading={turn.isPending} onClick={() => turn.mutate(false)}>
                {t('channels.turnOff')}
              </Button>
            </>
          }
        >
          <div className={styles.words}>
            <ul className={styles.effects}>
              <li>{t('channels.turnOffSend')}</li>
              <li>{t('channels.turnOffReceive')}</li>
            </ul>
            {channel.isDefault && (
              <Note tone="info" icon={TriangleAlert}>
                {t('channels.turnOffLast')}
              </Note>
            )}
            {refusal && (
              <Note tone="bad" icon={CircleAlert} role="alert">
                {refusal}
              </Note>
            )}
          </div>
        </Dialog>
      )}
    </>
  )
}
