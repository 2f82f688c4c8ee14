import { double, messages, text, textMap, texts } from './message-field.ts'
import { messageSchema, type MessageValue } from './message-schema.ts'

/** An article of the service. */
export const itemMessage = messageSchema({
  id: text(1),
  name: text(2),
  price: double(3),
  tags: texts(4),
  attributes: textMap(5),
})

export type Item = MessageValue<typeof itemMessage>

/** Several of them. */
export const itemListMessage = messageSchema({ items: messages(1, itemMessage) })

export type ItemList = MessageValue<typeof itemListMessage>
