#pragma once
#include "project/toml_guard.hpp"
