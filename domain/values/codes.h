// All closed code lists (code_list.h says what one is).
#pragma once

#include "domain/values/act_codes.h"         // IWYU pragma: export
#include "domain/values/admission_codes.h"   // IWYU pragma: export
#include "domain/values/care_codes.h"        // IWYU pragma: export
#include "domain/values/disclosure_codes.h"  // IWYU pragma: export
