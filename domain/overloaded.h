// Makes one visitor from several lambdas, for std::visit.
#pragma once

namespace renkei {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace renkei
