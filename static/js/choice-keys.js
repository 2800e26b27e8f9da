// Number keys choose an answer where a page asks one question. Typing in a field is never touched.
// <div data-choice-keys> around radio buttons or checkboxes.
function chooseByNumberKey(root) {
  const questions = root.querySelectorAll("[data-choice-keys]")
  if (questions.length !== 1) return
  questions[0].dataset.choiceKeys = "on"
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTextField(event.target)) return
    if (!/^[1-9]$/.test(event.key)) return
    const option = questions[0].querySelectorAll("input")[Number(event.key) - 1]
    if (!option) return
    option.click()
    option.focus()
    event.preventDefault()
  })
}

function isTextField(element) {
  return element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])") ?? false
}

chooseByNumberKey(document)
