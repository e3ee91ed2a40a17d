// Short texts, a password or a name, live on the stack of the thread that reads them, and a thread that rests
// would keep them.
#pragma once

namespace renkei::http {

// Overwrites what functions that have returned left on this thread's stack, down to 128 KiB below the caller.
void cleanse_stack();

}  // namespace renkei::http
