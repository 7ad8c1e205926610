"""One module a step, up and down. A step that was released is never changed: the next one corrects it."""
