// The one module every page loads. Each behavior looks for its own data-* hook and leaves the page alone without it.
// What one page alone has stands in that page's head, so that it too is there before the page counts as loaded.
import { choiceKeys } from "./choice-keys.js"
import { takeFocus } from "./take-focus.js"
import { pressOnce } from "./press-once.js"
import { narrowList } from "./narrow-list.js"
import { openForPrint } from "./open-for-print.js"
import { fillSlots } from "./fill-slots.js"
import { copyWords } from "./copy-words.js"
import { openTarget } from "./open-target.js"

for (const behavior of [choiceKeys, takeFocus, pressOnce, narrowList, openForPrint, fillSlots, copyWords, openTarget]) behavior(document)
